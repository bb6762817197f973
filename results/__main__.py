"""Measure and keep: `python -m results` for all, `python -m results digits` for one.

Each result is written to `book/results/<name>.yml`, from where a page of the book shows it.
"""

import argparse
import platform
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
KEPT = HERE.parent / "book" / "results"
NAMES = sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_"))
PACKAGES = ("numpy", "scikit-learn", "tensorflow", "keras")


def main() -> None:
    """Run the chosen measurements, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m results", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    names = parser.parse_args().names or NAMES
    if unknown := sorted(set(names) - set(NAMES)):
        parser.error(f"no measurement {unknown}; choose from {NAMES}")
    for name in names:
        try:
            found = import_module(f"results.{name}").run()
        except FileNotFoundError as missing:  # the result that is kept stays as it is
            print(f"{name} skipped: {missing}")
            continue
        keep(name, found)
        print(f"kept in book/results/{name}.yml")


def keep(name: str, found: dict | list) -> None:
    """Write one result, and say what made it."""
    made = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            made.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    head = f"# Measured by: python -m results {name}\n# With {', '.join(made)}.\n"
    text = yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=99)
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{name}.yml").write_text(head + text, encoding="utf-8")


if __name__ == "__main__":
    main()
