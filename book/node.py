"""Scripts of web/ that run at build time, under the Node of the environment."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path


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
        raise NodeError(f"{script.name} failed: {result.stderr.strip()}")
    return json.loads(result.stdout)
