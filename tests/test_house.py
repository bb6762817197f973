"""The promises that the files at the top make to each other."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
MISSION_PACKAGES = (
    *("jupyter-book", "jupyterlab", "numpy", "scikit-learn", "tensorflow", "matplotlib"),
    *("nbgrader", "pytest", "mlflow"),
)


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def readme():
    return (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout: the list of tracked files is not known")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_environment_file_wraps_the_pins(project):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, pinned = environment["dependencies"]
    low, high = re.findall(r"3\.(\d+)", project["project"]["requires-python"])
    assert int(low) <= int(re.fullmatch(r"python=3\.(\d+)", python)[1]) < int(high)
    assert pip == "pip"
    assert pinned == {"pip": ["-r requirements.txt", "-e ."]}


def needed(lines, environment):
    """The packages of a requirements file that one platform and Python install."""
    wanted = [Requirement(line) for line in lines if line]
    return {str(w).split(";")[0] for w in wanted if not w.marker or w.marker.evaluate(environment)}


def test_requirements_are_the_locks_export(project):
    """By what they install: two versions of uv write the same condition differently."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if not uv:
        pytest.skip("uv is not here: the tests run without it")
    export = re.search(r"^EXPORT := \$\(UV\) (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    said = subprocess.run([uv, *export[1].split()], cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    kept = (ROOT / "requirements.txt").read_text().splitlines()
    for platform in project["tool"]["uv"]["environments"]:
        for python in ("3.11.4", "3.11.9", "3.12.0", "3.13.0"):
            values = dict(re.findall(r"(\w+) == '(\w+)'", platform))
            values |= {"python_full_version": python, "python_version": python.rpartition(".")[0]}
            assert needed(kept, values) == needed(said.stdout.splitlines(), values) != set()


def test_mission_packages_are_pinned():
    names = (ROOT / "requirements.txt").read_text()
    for package in [
        "jupyter-book",
        "jupyterlab",
        "numpy",
        "scikit-learn",
        "tensorflow",
        "matplotlib",
        "nbgrader",
        "pytest",
        "mlflow",
    ]:
        assert re.search(rf"^{package}==", names, re.M), package


def test_labs_do_not_need_tensorflow(project):
    groups = project["dependency-groups"]

    def packages(name):
        for entry in groups[name]:
            if isinstance(entry, dict):
                yield from packages(entry["include-group"])
            else:
                yield re.match(r"[\w-]+", entry)[0]

    for group in ("labs", "grade"):
        assert "tensorflow" not in set(packages(group)), group


def test_house_map_is_true(readme):
    section = readme.split("## The house")[1].split("\n## ")[0]
    first_cells = re.findall(r"^\| (`.*?) \|", section, re.M)
    named = {name.rstrip("/") for cell in first_cells for name in re.findall(r"`([^`]+)`", cell)}
    assert len(named) >= 10
    assert not [name for name in named if not (ROOT / name).exists()]


def test_every_make_target_the_texts_name_exists(readme):
    makefile = (ROOT / "Makefile").read_text()
    texts = readme + (ROOT / "CONTRIBUTING.md").read_text() + (ROOT / ".ci/run").read_text()
    named = set(re.findall(r"\bmake ([a-z-]+)\b", texts)) - {"sure"}
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    assert {"book", "test", "read", "lab", "grade"} <= named
    assert named <= targets


def test_imports_point_one_way():
    for path in (ROOT / "course_lib").glob("*.py"):
        imported = re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(), re.M)
        assert not {"book", "labs", "solutions", "tests", "grading", "bench"} & set(imported), path
    for path in (ROOT / "grading").glob("**/*.py"):
        assert "course_lib" not in re.findall(
            r"^\s*(?:from|import) (\w+)", path.read_text(), re.M
        ), f"{path} must know nothing of clustering"


def test_one_algorithm_a_file_and_short():
    for path in (ROOT / "course_lib").glob("*.py"):
        source = re.sub(r'"""(?:.|\n)*?"""', "", path.read_text())
        code = [line for line in source.splitlines() if line.strip() and line.strip()[0] != "#"]
        # About 150 for what is read in class; drawing is not.
        most = 320 if path.name in {"plotting.py"} else 170
        assert len(code) <= most, f"{path.name} has {len(code)} lines of code"


# Folders of a machine, spelled so that this file does not contain them. /proc/self/root is none.
MACHINE_PATHS = re.compile(
    "|".join("(?<!/1)(?<!/self)/" + name for name in ("work/main", "root/", "home/", "tmp/uv"))
)


def test_no_file_names_a_machine_path(tracked):
    guilty = {}
    for path in tracked:
        if path.suffix in {".png", ".woff2"} or path.name in {"uv.lock"} or not path.exists():
            continue
        if found := MACHINE_PATHS.findall(path.read_text(encoding="utf-8")):
            guilty[path.relative_to(ROOT).as_posix()] = found
    assert not guilty


def test_no_data_set_is_committed(tracked):
    data = {".csv", ".parquet", ".gz", ".npz", ".xlsx", ".zip"}
    assert not [path.name for path in tracked if path.suffix in data]


def test_no_tracked_notebook_has_outputs(tracked):
    import nbformat

    for path in tracked:
        if path.suffix == ".ipynb" and path.exists():
            cells = nbformat.read(path, as_version=4).cells
            assert not [cell for cell in cells if cell.get("outputs")], path
