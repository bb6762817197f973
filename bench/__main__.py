"""Compare course_lib with scikit-learn, SciPy and fastcluster: one thread, CPU time, interleaved.

python -m bench                 every case, table on the screen, results in bench/results.json
python -m bench kmeans gmm      only these modules
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported

import argparse
import importlib
import json
import pkgutil
from pathlib import Path

import numpy as np

import bench
from bench.case import compare

RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    """Run the chosen cases; exit 1 where a ratio is above its bar."""
    modules = [m.name for m in pkgutil.iter_modules(bench.__path__)]
    modules = [name for name in modules if name not in {"case", "__main__"}]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(modules))
    chosen = parser.parse_args().modules or modules
    if unknown := sorted(set(chosen) - set(modules)):
        parser.error(f"no benchmark module {unknown}; choose from {modules}")
    before = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    rows = []
    for module in chosen:
        for case in importlib.import_module(f"bench.{module}").cases():
            row = compare(case)
            rows.append(row)
            verdict = "ok" if row["ratio"] <= row["bar"] else "SLOW"
            others = ", ".join(f"{n} {s:.3f} s" for n, s in row["seconds"].items())
            print(
                f"{verdict:5}{row['algorithm']:26}{row['data']:34}"
                f"{row['ratio']:6.2f} (bar {row['bar']:.2f})   {others}",
                flush=True,
            )
    slow = [row["data"] for row in rows if row["ratio"] > row["bar"]]
    for algorithm in dict.fromkeys(row["algorithm"] for row in rows):
        own = [row for row in rows if row["algorithm"] == algorithm]
        mean = float(np.exp(np.mean(np.log([row["ratio"] for row in own]))))
        bar = own[0]["mean_bar"]
        if bar is not None and mean > bar:
            slow.append(algorithm)
        print(f"geometric mean {algorithm:26}{mean:6.2f}" + (f" (bar {bar:.2f})" if bar else ""))
    timed = {row["algorithm"] for row in rows}
    kept = [row for row in before if row["algorithm"] not in timed]
    RESULTS.write_text(json.dumps(kept + rows, indent=1) + "\n")
    return int(bool(slow))


if __name__ == "__main__":
    raise SystemExit(main())
