"""Each kernel imports the same libraries: let them share what the first one compiles."""

import os
from pathlib import Path

import pytest

from grading.sandbox import NoSandbox, Zygote

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault(
    "PYTHONPYCACHEPREFIX", str(Path(__file__).resolve().parents[2] / ".cache" / "pycache")
)


@pytest.fixture(scope="session")
def why_no_sandbox():
    """Say why there is no sandbox on this machine; an empty text where there is one."""
    try:
        Zygote([]).close()
    except NoSandbox as problem:
        return str(problem).split("\n")[0]
    return ""


@pytest.fixture(scope="session")
def mode(why_no_sandbox):
    """How to grade here: in the sandbox where there is one, else the same without walls."""
    return "unsafe" if why_no_sandbox else "split"


@pytest.fixture
def sandbox(why_no_sandbox):
    """Skip a test of walls where there are none."""
    if why_no_sandbox:
        pytest.skip(f"no sandbox on this machine: {why_no_sandbox}")
