"""The banks hold answers, not modules: nothing there runs outside its lab."""

import os
from pathlib import Path

collect_ignore_glob = ["*/right/*", "*/wrong/*"]

# Each kernel imports the same libraries: let them share what the first one compiles.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault(
    "PYTHONPYCACHEPREFIX", str(Path(__file__).resolve().parents[2] / ".cache" / "pycache")
)
