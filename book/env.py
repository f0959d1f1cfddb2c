"""From a bare Python to everything the book needs: .venv with pinned packages, and web/node_modules.

`python -m book.env` installs what the build needs, `python -m book.env test` what the tests need
as well. Uses the standard library alone. Each step leaves a stamp, so that a second start is quick,
and each failure ends in one sentence that says what to do.
"""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WEB = ROOT / "web"
LOG = ROOT / ".cache" / "env.log"

# What a failed command's output says, and what to tell the reader; the first match counts. Without a
# network pip also claims that no version exists, so the network comes before that.
CAUSES = [
    (
        r"No space left on device|ENOSPC|Disk quota exceeded",
        f"the disk is full; free some space (about 1 GB is needed under {ROOT}) and try again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY",
        "the registry's certificate is not trusted; behind a proxy, name its certificate file in"
        " PIP_CERT and NODE_EXTRA_CA_CERTS and try again.",
    ),
    (
        r"NewConnectionError|NameResolutionError|Connection refused|ConnectTimeout|ReadTimeout|ProxyError"
        r"|Network is unreachable|Temporary failure (in name resolution|resolving)|Failed to fetch"
        r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH",
        "no network; check the connection (behind a proxy, HTTPS_PROXY) and try again.",
    ),
    (
        r"No matching (?:distribution|version) found for ([^\s,]+)",
        "{0} does not exist for this Python and machine; correct it in requirements/ or web/package.json.",
    ),
    (
        r"npm error code EUSAGE",
        "web/package.json and web/package-lock.json disagree; run `npm install` in web/.",
    ),
    (
        r"ensurepip is not available|No module named (?:venv|ensurepip)",
        "this Python comes without venv; install it (on Debian: apt-get install python3-venv) or take"
        " another Python (uv python install).",
    ),
    (
        r"Permission denied|EACCES|Operation not permitted|EPERM|Read-only file system|EROFS",
        f"a file cannot be written; see that {ROOT} is yours and try again.",
    ),
]


class Trouble(Exception):
    """Something that the person at the keyboard can mend, in one sentence."""


class Step(NamedTuple):
    """A command that is skipped while its stamp stands for the same inputs."""

    title: str
    command: Sequence[str | Path]
    stamp: Path
    inputs: Sequence[Path]


def prepare(tests: bool) -> None:
    """Brings the environment up to date."""
    version = (ROOT / ".python-version").read_text().strip()
    running = "{}.{}".format(*sys.version_info)
    if running != version:
        raise Trouble(f"This is Python {running}, and the book is built with {version}: run `make`, which finds it.")
    for step in steps(version, tests):
        # A link to an interpreter that is gone does not "exist".
        if not (current(step) and (VENV / "bin" / "python").exists()):
            run(step.title, step.command)
            step.stamp.write_text(key(step))


def steps(version: str, tests: bool) -> list[Step]:
    made = VENV / ".made"
    create = [sys.executable, "-m", "venv", "--clear", VENV]
    npm = [VENV / "bin" / "npm", "ci", "--prefix", WEB, "--loglevel=error"]
    node_inputs = [WEB / name for name in ("package.json", "package-lock.json", ".npmrc")]
    return [
        Step(f"Creating .venv with Python {version}", create, made, [ROOT / ".python-version"]),
        *[install(name) for name in ("build", "test")[: 1 + tests]],
        Step("Installing the Node packages", npm, WEB / "node_modules" / ".made", node_inputs),
    ]


def install(name: str) -> Step:
    """The step that installs requirements/NAME.txt."""
    lock = ROOT / "requirements" / f"{name}.txt"
    pins = sum("==" in line for line in lock.read_text().splitlines())
    pip = [VENV / "bin" / "python", "-m", "pip", "install", "--no-input", "--progress-bar=off"]
    command = [*pip, "--disable-pip-version-check", "-r", lock]
    title = f"Installing {pins} Python packages"
    return Step(title + " for the tests" * (name == "test"), command, VENV / f".{name}", [lock])


def current(step: Step) -> bool:
    return step.stamp.exists() and step.stamp.read_text() == key(step)


def key(step: Step) -> str:
    """Changes with the inputs and with the place: an environment cannot be moved."""
    contents = [path.read_bytes() for path in step.inputs]
    return hashlib.sha256(b"\0".join([os.fsencode(ROOT), *contents])).hexdigest()


def run(title: str, command: Sequence[str | Path], **environment: str) -> None:
    """Runs a command under a title, its output in the log; the Trouble says why it failed."""
    LOG.parent.mkdir(exist_ok=True)
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    print(title, end=" ...", flush=True)
    try:
        with LOG.open("w") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "LC_ALL": "C.UTF-8", "PATH": path, **environment},
            )
            wait(process, title)
        output = LOG.read_text(errors="replace") if process.returncode else None
    except OSError as error:
        output = str(error)
    print(" done" if output is None else "")
    if output is not None:
        raise Trouble(f"{title} failed: {explain(output) or last_words(output)}")


def wait(process: subprocess.Popen, title: str) -> None:
    """Waits for the process, and on a terminal counts the seconds."""
    seconds = 0
    while True:
        try:
            process.wait(timeout=1)
            return
        except subprocess.TimeoutExpired:
            seconds += 1
            if sys.stdout.isatty():
                print(f"\r{title} ... {seconds} s", end="", flush=True)


def explain(output: str) -> str | None:
    """The cause and the remedy, where the output of a failed command gives them away."""
    for pattern, sentence in CAUSES:
        if found := re.search(pattern, output):
            return sentence.format(*found.groups())
    return None


def last_words(output: str) -> str:
    """The first line that calls itself an error, or else the last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["it said nothing"]
    errors = [line for line in lines if re.match(r"(?i:error)|npm error (?!code)|E: ", line)]
    return f"{(errors or lines[-1:])[0]} (the whole output is in {LOG})"


def main(arguments: Sequence[str]) -> None:
    try:
        prepare(tests="test" in arguments)
    except Trouble as trouble:
        sys.exit(str(trouble))
    except OSError as error:
        sys.exit(f"The environment cannot be made: {explain(str(error)) or error}")
    except KeyboardInterrupt:
        sys.exit("\nStopped; the same command goes on from here.")


if __name__ == "__main__":
    main(sys.argv[1:])
