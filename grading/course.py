"""What a course holds, and nbgrader pointed at it."""

import logging
import warnings
from pathlib import Path

import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.apps import NbGraderAPI
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader


class GradingError(Exception):
    """A mistake that the person at the keyboard can mend; the message says how."""


def newest_version() -> str:
    """Return the version of nbgrader's database; nbgrader asks a command for it, for seconds."""
    folder = Path(nbgrader.__file__).with_name("alembic")
    return str(ScriptDirectory(str(folder)).get_current_head())


nbgrader.api.get_alembic_version = newest_version


def labs_of(course: Path) -> list[str]:
    """Return the names of the labs that have a source in solutions/, in order."""
    notebooks = (course / "solutions").glob("*/*.ipynb")
    texts = (course / "solutions").glob("*/*.md")
    return sorted({p.parent.name for p in [*notebooks, *texts] if p.stem == p.parent.name})


def check_lab(course: Path, lab: str) -> None:
    """Raise a GradingError if the course is not here, or has no such lab.

    Parameters
    ----------
    course : Path
        The folder with nbgrader_config.py.
    lab : str

    Raises
    ------
    GradingError
    """
    if not (course / "nbgrader_config.py").exists():
        raise GradingError(
            f"No nbgrader_config.py in {course}. Run this command in the folder of the course."
        )
    known = labs_of(course)
    if lab not in known:
        raise GradingError(
            f"LAB is {lab!r}, but there is no such lab. Choose one of: {', '.join(known)}."
        )


def course_api(course: Path, stage: Path) -> NbGraderAPI:
    """Return nbgrader's API with the settings of the course and all its files in a stage.

    Parameters
    ----------
    course : Path
        The folder with nbgrader_config.py.
    stage : Path
        A folder to work in; it gets a gradebook of its own.

    Returns
    -------
    api : NbGraderAPI
    """
    # nbgrader's own log comes back with each result; it must not also run over the screen.
    logging.getLogger("traitlets").propagate = False
    logging.getLogger("traitlets").addHandler(logging.NullHandler())
    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader's own queries

    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    config.merge(
        Config(
            CourseDirectory={
                "root": str(stage),
                "db_url": f"sqlite:///{stage / 'gradebook.db'}",
                "submitted_directory": "submitted",
                "autograded_directory": "autograded",
                "feedback_directory": "feedback",
            }
        )
    )
    return NbGraderAPI(config=config)
