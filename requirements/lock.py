"""Resolves build.in and test.in into build.txt and test.txt: `.venv/bin/python requirements/lock.py`.

The locks are plain `name==version` lines, so that they name no registry and serve every platform.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def resolve(*arguments) -> set[str]:
    """What pip would install into an empty environment, as `name==version`."""
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
    report = subprocess.run([*pip, "--report", "-", *arguments], check=True, stdout=subprocess.PIPE)
    packages = [item["metadata"] for item in json.loads(report.stdout)["install"]]
    return {f"{normalized(package['name'])}=={package['version']}" for package in packages}


def normalized(name: str) -> str:
    """A package's name in the one spelling that all tools agree on."""
    return re.sub(r"[-_.]+", "-", name).lower()


def write(lock: Path, pins: set[str], source: str) -> None:
    lines = [f"# Resolved from {source} by lock.py; change that file, not this one.", *sorted(pins)]
    lock.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    build, test = HERE / "build.txt", HERE / "test.txt"
    pins = resolve("-r", HERE / "build.in")
    write(build, pins, "build.in")
    # The tests run in the environment of the build, so what the build pins stays as it is.
    write(test, resolve("-r", HERE / "test.in", "-c", build) - pins, "test.in")
