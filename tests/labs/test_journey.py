"""A student opens the lab in JupyterLab, is told what is missing, answers, and passes."""

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import is_solution

LAB = "lab02-kmeans"
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path):
    shutil.copytree(ROOT / "labs" / LAB, tmp_path / LAB)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--IdentityProvider.token=",
        "--LabApp.news_url=", f"--ServerApp.root_dir={tmp_path}",
    ]  # fmt: skip
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(240):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{address}/api/status", timeout=2).close()
                    break
                time.sleep(0.5)
            yield address, tmp_path / LAB / f"{LAB}.ipynb"
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:  # it sometimes never hears the end of a kernel
                process.kill()
                process.wait()


def reference():
    source = nbformat.read(ROOT / "solutions" / LAB / f"{LAB}.ipynb", 4)
    return {c.metadata.nbgrader.grade_id: c.source for c in source.cells if is_solution(c)}


def validate(page):
    page.get_by_role("button", name=re.compile("^Validate")).first.click()
    dialog = page.locator(".jp-Dialog")
    dialog.get_by_text("Validation Results").wait_for(timeout=240_000)
    text = dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    return text


def test_student_journey(server, chromium):
    address, notebook = server
    outside = []
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(120_000)
    page.on(
        "request",
        lambda r: (
            outside.append(r.url) if not r.url.startswith((address, "data:", "blob:")) else None
        ),
    )
    page.goto(f"{address}/lab/tree/{LAB}/{LAB}.ipynb")
    page.locator(".jp-NotebookPanel").wait_for()
    ready = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    ready.wait_for()

    text = validate(page)
    assert "failed" in text
    assert "NotImplementedError" in text

    # Answer the first task by hand: its test passes, the next one still asks.
    cell = page.locator(".jp-CodeCell", has_text="Return, for each point, the index").first
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(reference()["assign"])
    page.keyboard.press("Control+s")
    deadline = time.time() + 60
    while "argmin(axis=1)" not in notebook.read_text() and time.time() < deadline:
        time.sleep(0.2)
    text = validate(page)
    assert "assign(points, two)" not in text
    assert "update(points" in text

    # With all answers in place the notebook passes.
    saved = nbformat.read(notebook, 4)
    for saved_cell in saved.cells:
        if is_solution(saved_cell):
            saved_cell.source = reference()[saved_cell.metadata.nbgrader.grade_id]
    nbformat.write(saved, notebook)
    page.goto(f"{address}/lab/tree/{LAB}/{LAB}.ipynb?reset")
    page.locator(".jp-NotebookPanel").wait_for()
    ready.wait_for()
    assert "Success! Your notebook passes all the tests." in validate(page)
    page.close()
    assert outside == []
