"""The Dockerfile under a linter's rules; the image built and run where a builder is present."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from service.bundle import Bundle, describe, save
from service.train import customers, fit

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "service/Dockerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")
KNOWN = {
    "ARG", "FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "HEALTHCHECK", "CMD",
    "ENTRYPOINT", "LABEL", "STOPSIGNAL", "SHELL", "VOLUME", "ADD", "ONBUILD", "MAINTAINER",
}  # fmt: skip


class Step(NamedTuple):
    """One instruction of a Dockerfile."""

    word: str
    rest: str


def steps_of(text):
    """Split a Dockerfile into instructions: without comments, with continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [Step(*line.split(maxsplit=1)) for line in joined.splitlines()]


def complaints(text):
    """Return the rules that a Dockerfile breaks. The numbers are those of the linter hadolint."""
    steps = steps_of(text)
    words = [step.word for step in steps]
    found = []

    def rule(name, fine):
        if not fine:
            found.append(name)

    def rests(word):
        return [step.rest for step in steps if step.word == word]

    arguments = dict(rest.split("=", 1) for rest in rests("ARG") if "=" in rest)
    bases = [re.sub(r"\$\{?(\w+)\}?", lambda m: arguments[m[1]], rest) for rest in rests("FROM")]
    users, commands, checks = rests("USER"), rests("CMD"), rests("HEALTHCHECK")
    rule("words: each line begins with an instruction", set(words) <= KNOWN)
    rule("DL3006: the base has a tag", all(re.search(r":[^/]+$|@sha256:", base) for base in bases))
    rule("DL3007: the base is not latest", not any(base.endswith(":latest") for base in bases))
    pinned = all(re.search(r":\d+\.\d+\.\d+|@sha256:", base) for base in bases)
    rule("base: pinned to the third number", pinned)
    rule(
        "DL3002: the last user is not root",
        users and users[-1].split(":")[0] not in ("root", "0"),
    )
    rule(
        "order: nothing is run after the last user",
        words[::-1].index("USER") < words[::-1].index("RUN") if users else False,
    )
    rule(
        "DL3000: the working folder is absolute", all(r.startswith("/") for r in rests("WORKDIR"))
    )
    rule("DL3020: COPY, not ADD", "ADD" not in words)
    rule("DL4000: no MAINTAINER", "MAINTAINER" not in words)
    rule("DL4003: one CMD", len(commands) == 1)
    rule("DL3025: CMD is a list", all(is_list(rest) for rest in commands))
    rule("DL4004: one health check", len(checks) == 1)
    rule(
        "health: its command is a list",
        all(is_list(rest.split("CMD", 1)[-1].strip()) for rest in checks),
    )
    pip = [rest for rest in rests("RUN") if "pip install" in rest]
    rule("DL3042: pip keeps no cache", all("--no-cache-dir" in rest for rest in pip))
    rule(
        "DL3013: pip is held to pins", all("--constraint" in rest or "-r " in rest for rest in pip)
    )
    rule("DL3004: no sudo", not any(re.search(r"\bsudo\b", rest) for rest in rests("RUN")))
    secret = r"(?i)(password|secret|token|api_?key)"
    rule(
        "secrets: none in ENV or ARG",
        not any(re.search(secret, r) for r in rests("ENV") + rests("ARG")),
    )
    wide = [rest for rest in rests("COPY") if rest.split()[0] in (".", "./", "*")]
    rule("copy: files are named", not wide)
    return found


def is_list(text):
    """Tell whether a command is in exec form, so that signals reach the program itself."""
    try:
        words = json.loads(text)
    except json.JSONDecodeError:
        return False
    return isinstance(words, list) and all(isinstance(word, str) for word in words)


@pytest.fixture(scope="module")
def text():
    return DOCKERFILE.read_text(encoding="utf-8")


def test_the_dockerfile_keeps_the_rules(text):
    assert complaints(text) == []


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("python:3.11.13-slim-bookworm", "python:latest", "DL3007"),
        ("python:3.11.13-slim-bookworm", "python", "DL3006"),
        ("python:3.11.13-slim-bookworm", "python:3.11-slim", "base"),
        ("USER 1000", "USER root", "DL3002"),
        ("USER 1000\n", "", "DL3002"),
        ("USER 1000\nEXPOSE 8000", "USER 1000\nRUN true\nEXPOSE 8000", "order"),
        ("WORKDIR /app", "WORKDIR app", "DL3000"),
        ("COPY model ./model", "ADD model ./model", "DL3020"),
        ("COPY model ./model", "COPY . .", "copy"),
        ('CMD ["uvicorn", ', "CMD uvicorn # ", "DL3025"),
        ("HEALTHCHECK", "# HEALTHCHECK", "DL4004"),
        ("--no-cache-dir ", "", "DL3042"),
        ("--constraint requirements.txt ", "", "DL3013"),
        ("EXPOSE 8000", "EXPOSE 8000\nENV API_KEY=42", "secrets"),
        ("EXPOSE 8000", "EXPOSED 8000", "words"),
    ],
)
def test_each_rule_notices_its_slip(text, before, after, rule):
    assert before in text
    if before == "HEALTHCHECK":
        changed = re.sub(r"^HEALTHCHECK.*\\\n.*\n", "", text, flags=re.M)
    else:
        changed = text.replace(before, after)
    assert any(found.startswith(rule) for found in complaints(changed)), complaints(changed)


def test_what_is_copied_exists_and_is_let_through(text):
    """The ignore file lets through what is copied; training makes the model."""
    allowed = (ROOT / "service/Dockerfile.dockerignore").read_text().splitlines()
    patterns = [line[1:] for line in allowed if line.startswith("!")]
    for step in steps_of(text):
        if step.word == "COPY":
            for source in step.rest.split()[:-1]:
                assert source == "model" or (ROOT / source).is_file(), source
                assert any(Path(source).match(pattern) for pattern in patterns), source


def test_the_service_finds_what_the_image_holds(text):
    """The folder of the model is the default of the service, below the working folder."""
    steps = steps_of(text)
    assert Step("COPY", "model ./model") in steps
    assert not any("SEGMENTS_MODEL" in step.rest for step in steps)
    command = json.loads(next(step.rest for step in steps if step.word == "CMD"))
    assert command[:3] == ["uvicorn", "--factory", "service.app:create_app"]
    port = command[command.index("--port") + 1]
    assert Step("EXPOSE", port) in steps
    assert f":{port}/health" in next(step.rest for step in steps if step.word == "HEALTHCHECK")


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint has no package for this system")
def test_hadolint_agrees(text):
    for given, status in ((text, 0), (text.replace("USER 1000", "USER root"), 1)):
        done = subprocess.run(
            [HADOLINT, "-"], input=given, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout


@pytest.mark.skipif(shutil.which("buildah") is None, reason="buildah is not installed")
def test_the_image_is_built_and_answers(tmp_path, monkeypatch):
    """Needs the base image and a package index; they are another's to offer, so skip without.

    SEGMENTS_BASE names a base of your own, where the usual one cannot be had.
    """
    monkeypatch.setenv("BUILDAH_ISOLATION", "chroot")  # asks for no container runtime
    able = subprocess.run(["buildah", "from", "scratch"], capture_output=True, check=False)
    if able.returncode:
        pytest.skip("buildah cannot make containers here")
    subprocess.run(["buildah", "rm", able.stdout.strip()], capture_output=True, check=False)
    table = customers()
    pipeline = fit(table, 5)
    for name in ("requirements.txt", "service"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    save(Bundle(pipeline, describe(pipeline, table)), tmp_path / "model")
    build = ["buildah", "bud", "--file", "service/Dockerfile", "--tag", "segments-test"]
    if base := os.environ.get("SEGMENTS_BASE"):
        build += ["--build-arg", f"BASE={base}"]
    build += ["."]
    done = subprocess.run(build, cwd=tmp_path, capture_output=True, text=True, check=False)
    if done.returncode and re.search("pull|registry|resolve|connection", done.stderr, re.I):
        pytest.skip(f"the base or a package cannot be fetched: {done.stderr[-200:]}")
    assert done.returncode == 0, done.stderr
    made = subprocess.run(
        ["buildah", "from", "segments-test"], capture_output=True, text=True, check=True
    )
    container = made.stdout.strip()
    script = (
        "import json, subprocess, time, urllib.request as u\n"
        "server = subprocess.Popen(['uvicorn', '--factory', 'service.app:create_app'])\n"
        "for _ in range(100):\n"
        "    try:\n"
        "        print(u.urlopen('http://127.0.0.1:8000/health').read().decode()); break\n"
        "    except OSError:\n"
        "        time.sleep(0.2)\n"
        "server.terminate()\n"
    )
    try:
        start = time.monotonic()
        ran = subprocess.run(
            ["buildah", "run", container, "--", "python", "-c", script],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert '"status":"ok"' in ran.stdout, f"{time.monotonic() - start:.0f} s: {ran.stderr}"
        who = subprocess.run(
            ["buildah", "run", container, "--", "id", "-u"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert who.stdout.strip() == "1000"
    finally:
        subprocess.run(["buildah", "rm", container], capture_output=True, check=False)
