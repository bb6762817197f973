"""How nbgrader reads this course: for `nbgrader`, JupyterLab and `python -m grading` alike."""

import os
import sys
from pathlib import Path

from nbconvert.preprocessors import ClearMetadataPreprocessor, CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    IgnorePattern,
    LimitOutput,
    SaveAutoGrades,
)

root = Path(__file__).resolve().parent
sys.path.insert(0, str(root))

from grading.execution import RestartingExecute  # noqa: E402
from grading.redact import HarmlessWriting, RedactHidden, ShowGrades  # noqa: E402

c = get_config()  # noqa: F821, nbgrader hands it to this file

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = "clustering"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
# The text twin of a source notebook holds the answers: it must never travel with a release.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__", "*.pyc", "*.md"]

# One folder a lab, as `python -m grading grade LAB` leaves it. To read written answers in
# nbgrader's formgrader, start JupyterLab with the lab's name in the variable LAB.
graded = Path("graded") / os.environ.get("LAB", "")
c.CourseDirectory.db_url = f"sqlite:///{root / graded / 'gradebook.db'}"
c.CourseDirectory.submitted_directory = str(graded / "submitted")
c.CourseDirectory.autograded_directory = str(graded / "autograded")
c.CourseDirectory.feedback_directory = str(graded / "feedback")

# A generous limit for one cell: on a busy machine the first import alone takes seconds.
c.Execute.timeout = 60
c.Execute.extra_arguments = ["--log-level=ERROR"]
c.LimitOutput.max_lines = 1000

c.Autograde.autograde_preprocessors = [
    RestartingExecute,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
    HarmlessWriting,
]
c.GenerateFeedback.preprocessors = [
    ShowGrades,
    RedactHidden,
    ClearHiddenTests,
    CSSHTMLHeaderPreprocessor,
]
