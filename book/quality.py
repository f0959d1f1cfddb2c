"""`make check` and `make format`: format, lint and types of all code, every tool side by side."""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from book.env import ROOT, VENV, WEB

RUFF = VENV / "bin" / "ruff"
NODE_TOOLS = WEB / "node_modules" / ".bin"

CHECKS = {
    "Python format": [RUFF, "format", "--diff", "--quiet", ROOT],
    "Python lint": [RUFF, "check", "--quiet", "--output-format=concise", ROOT],
    "Python types": [NODE_TOOLS / "pyright", "--project", ROOT],
    "web format and lint": [NODE_TOOLS / "biome", "ci", "--colors=off", "--log-level=warn"],
    "web types": [NODE_TOOLS / "tsc", "--pretty", "false"],
}

MENDS = {
    "Python lint": [RUFF, "check", "--fix", "--quiet", "--output-format=concise", ROOT],
    "Python format": [RUFF, "format", "--quiet", ROOT],
    "web format and lint": [NODE_TOOLS / "biome", "check", "--write", "--colors=off", "--log-level=warn"],
}


def main() -> int:
    """Prints what each tool found; 0 when none found anything."""
    with ThreadPoolExecutor() as pool:
        failed = [report(name, result) for name, result in zip(CHECKS, pool.map(call, CHECKS.values()), strict=True)]
    if any(failed):
        print("`make format` mends format and some lint.")
    return int(any(failed))


def mend() -> int:
    """Applies every fix that needs no thought, and prints what is left."""
    failed = [report(name, call(command)) for name, command in MENDS.items()]
    return int(any(failed))


def report(name: str, result: subprocess.CompletedProcess) -> bool:
    failed = result.returncode != 0
    print(f"{name}: {'found problems' if failed else 'ok'}\n{result.stdout if failed else ''}", end="")
    return failed


def call(command: Sequence[str | Path]) -> subprocess.CompletedProcess:
    """Runs a tool where the Node tools find their settings, with the project's Node first on PATH."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    return subprocess.run(
        command,
        cwd=WEB,
        env={**os.environ, "PATH": path},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


if __name__ == "__main__":
    sys.exit(mend() if "--fix" in sys.argv else main())
