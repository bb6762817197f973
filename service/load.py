"""Load a running service and report its speed: `python -m service.load http://127.0.0.1:8000`."""

import argparse
import json
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

import numpy as np

CUSTOMER = {"annual_income": 88, "spending_score": 17}
BAR = {"requests per second": 200, "p99 in milliseconds": 100}


def ask(address: str, n_requests: int, batch: int, seconds: list[float]) -> None:
    """Send requests one after the other over one connection, and note how long each took."""
    where = urlsplit(address)
    connection = HTTPConnection(where.hostname, where.port or 80, timeout=30)
    body = json.dumps({"customers": [CUSTOMER] * batch})
    for _ in range(n_requests):
        start = time.perf_counter()
        connection.request("POST", "/predict", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        said = answer.read()
        seconds.append(time.perf_counter() - start)
        if answer.status != 200:
            raise RuntimeError(f"The service answered {answer.status}: {said.decode()}")


def measure(address: str, n_requests: int, n_clients: int, batch: int) -> dict[str, float]:
    """Let several clients ask at once."""
    ask(address, 10, batch, [])  # the first answers pay for what is made once
    seconds: list[float] = []
    each = n_requests // n_clients
    clients = [
        threading.Thread(target=ask, args=(address, each, batch, seconds))
        for _ in range(n_clients)
    ]
    start = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    whole = time.perf_counter() - start
    if len(seconds) < each * n_clients:
        raise RuntimeError(f"Only {len(seconds)} of {each * n_clients} requests were answered.")
    p50, p99 = 1000 * np.quantile(seconds, [0.5, 0.99])
    return {
        "requests per second": len(seconds) / whole,
        "p50 in milliseconds": float(p50),
        "p99 in milliseconds": float(p99),
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the figures, and return 1 where they miss the bar."""
    parser = argparse.ArgumentParser(prog="python -m service.load", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--batch", type=int, default=1, help="customers a request")
    given = parser.parse_args(arguments)
    found = measure(given.address, given.requests, given.clients, given.batch)
    for name, value in found.items():
        print(f"{name}: {value:.1f}")
    fast = found["requests per second"] >= BAR["requests per second"]
    prompt = found["p99 in milliseconds"] < BAR["p99 in milliseconds"]
    print("bar:", ", ".join(f"{name} {value}" for name, value in BAR.items()))
    return 0 if fast and prompt else 1


if __name__ == "__main__":
    raise SystemExit(main())
