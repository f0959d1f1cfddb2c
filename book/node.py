"""Scripts of web/ that run at build time, under the Node of the environment."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ERROR = re.compile(r"\[ERROR\] (.*)\n\n *(\S+:\d+):\d+:")


class NodeError(RuntimeError):
    """A script under Node failed; the message is what it said."""


def program() -> str:
    """The environment's own Node, or the one on PATH."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("node", path=os.pathsep.join([beside, os.environ.get("PATH", os.defpath)]))
    if not found:
        raise NodeError("Node is not installed; run `make`, which installs it.")
    return found


def ask(script: Path, question) -> list:
    """Send `question` to a script as JSON, and return the JSON list that it answers."""
    result = subprocess.run(
        [program(), script],
        input=json.dumps(question),
        capture_output=True,
        encoding="utf-8",
        cwd=script.parent,
    )
    if result.returncode:
        raise NodeError(f"{script.name}: {complaint(result.stderr)}")
    return json.loads(result.stdout)


def complaint(said: str) -> str:
    """The error in what Node printed, and where it arose: `TypeError: x is not a function (web/src/a.js:3)`."""
    error = re.search(r"^\w*Error\b.*$", said, re.MULTILINE)
    place = re.search(r"web/src/[\w/.-]+:\d+", said)
    return (error[0] if error else said.strip()) + (f" ({place[0]})" if place else "")


def esbuild(web: Path, *options: object) -> bytes:
    """What esbuild prints; its complaints become one line each: `web/src/main.js:2: no matching export`."""
    command = [program(), web / "node_modules/esbuild/bin/esbuild", *options, "--log-level=error"]
    result = subprocess.run(command, capture_output=True, cwd=web)
    if result.returncode:
        said = result.stderr.decode()
        found = [f"{web.name}/{place}: {message}" for message, place in ERROR.findall(said)]
        raise NodeError("\n".join(found) or said.strip())
    return result.stdout
