"""Each kernel imports the same libraries: let them share what the first one compiles."""

import os
from pathlib import Path

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault(
    "PYTHONPYCACHEPREFIX", str(Path(__file__).resolve().parents[2] / ".cache" / "pycache")
)
