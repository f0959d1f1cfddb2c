"""From a bare machine: `make env` says in one sentence what is wrong, and costs nothing when all is well.

The failures are real ones: pip and npm are pointed at a port where nobody listens, at a version that
does not exist, at a lock that disagrees, in a small checkout of their own.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from book import env

ROOT = env.ROOT
NOBODY = "http://127.0.0.1:9/"


class Checkout:
    """A copy of the environment layer, with nothing to install until a test asks for something."""

    def __init__(self, root: Path):
        self.root = root
        for name in (
            "book/__init__.py",
            "book/env.py",
            "book/find_python.sh",
            "web/.npmrc",
            ".python-version",
        ):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
        (root / "requirements").mkdir()
        self.require()
        self.depend({})

    def require(self, *pins: str) -> None:
        (self.root / "requirements" / "build.txt").write_text("".join(f"{pin}\n" for pin in pins))

    def depend(self, dependencies: dict, locked: bool = True) -> None:
        """Makes web/ depend on a package in a folder beside it, and on packages of the registry."""
        web = self.root / "web"
        package = {"name": "web", "dependencies": {"local": "file:local", **dependencies}}
        packages = {f"node_modules/{name}": {"version": pin} for name, pin in dependencies.items()}
        local = {"local": {"version": "1.0.0"}, "node_modules/local": {"resolved": "local", "link": True}}
        lock = {"": package, **local, **packages} if locked else {}
        (web / "local").mkdir(exist_ok=True)
        (web / "local" / "package.json").write_text('{"name": "local", "version": "1.0.0"}')
        (web / "package.json").write_text(json.dumps(package))
        (web / "package-lock.json").write_text(json.dumps({"lockfileVersion": 3, "packages": lock}))

    def prepare(self, **settings: str) -> subprocess.CompletedProcess:
        """`python -m book.env`, with none of this machine's settings for pip."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "npm_"))}
        quick = {"PIP_RETRIES": "1", "npm_config_fetch_retries": "0", "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(
            [sys.executable, "-m", "book.env"],
            cwd=self.root,
            env={**clean, **quick, "npm_config_cache": str(self.root / "npm"), **settings},
            capture_output=True,
            text=True,
        )

    def trouble(self, **settings: str) -> str:
        """The one line that a failing start leaves on the error stream."""
        process = self.prepare(**settings)
        assert process.returncode == 1
        assert process.stderr.count("\n") == 1, process.stderr
        return process.stderr.strip()


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Checkout:
    """A checkout whose .venv exists and holds the project's npm."""
    checkout = Checkout(tmp_path_factory.mktemp("checkout"))
    assert checkout.trouble().startswith("Installing the Node packages failed: ")  # there is no npm yet
    (checkout.root / ".venv" / "bin" / "npm").symlink_to(env.VENV / "bin" / "npm")
    return checkout


@pytest.fixture
def checkout(made) -> Checkout:
    made.require()
    made.depend({})
    return made


def test_a_first_start_says_what_it_does_and_a_second_is_silent_and_quick(checkout):
    first = checkout.prepare()
    assert first.stderr == ""
    assert first.stdout.splitlines()[-1] == "Installing the Node packages ... done"
    begin = time.perf_counter()
    second = checkout.prepare()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert time.perf_counter() - begin < 1


def test_a_changed_lock_is_installed_again(checkout):
    checkout.prepare()
    checkout.require("# nothing")
    assert checkout.prepare().stdout == "Installing 0 Python packages ... done\n"


def test_pip_without_a_network_says_so(checkout):
    checkout.require("gdzoo-of-nowhere==1")
    assert checkout.trouble(PIP_INDEX_URL=NOBODY) == (
        "Installing 1 Python packages failed:"
        " no network; check the connection (behind a proxy, HTTPS_PROXY) and try again."
    )


def test_a_python_package_that_does_not_exist_is_named(checkout, tmp_path):
    checkout.require("gdzoo-of-nowhere==1")
    assert checkout.trouble(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path)) == (
        "Installing 1 Python packages failed: gdzoo-of-nowhere==1 does not exist for this Python and machine;"
        " correct it in requirements/ or web/package.json."
    )


def test_npm_without_a_network_says_so(checkout):
    checkout.depend({"gdzoo-of-nowhere": "1.0.0"})
    assert checkout.trouble(npm_config_registry=NOBODY) == (
        "Installing the Node packages failed:"
        " no network; check the connection (behind a proxy, HTTPS_PROXY) and try again."
    )


def test_a_lock_that_disagrees_with_its_package_is_named(checkout):
    checkout.depend({}, locked=False)
    assert checkout.trouble() == (
        "Installing the Node packages failed: web/package.json and web/package-lock.json disagree;"
        " run `npm install` in web/."
    )


def test_a_broken_npm_ends_in_its_own_words_and_the_place_of_the_log(checkout):
    npm = checkout.root / ".venv" / "bin" / "npm"
    real = npm.readlink()
    npm.unlink()
    npm.write_text("#!/bin/sh\necho 'reading the lock'\necho 'npm error the stars are wrong'\nexit 3\n")
    npm.chmod(0o755)
    checkout.depend({"gdzoo-of-nowhere": "1.0.0"})
    try:
        assert checkout.trouble() == (
            "Installing the Node packages failed: npm error the stars are wrong"
            f" (the whole output is in {checkout.root}/.cache/env.log)"
        )
    finally:
        npm.unlink()
        npm.symlink_to(real)


def test_another_python_is_turned_away(tmp_path):
    checkout = Checkout(tmp_path)
    (tmp_path / ".python-version").write_text("3.99\n")
    running = "{}.{}".format(*sys.version_info)
    assert checkout.trouble() == (
        f"This is Python {running}, and the book is built with 3.99: run `make`, which finds it."
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's device that is always full")
def test_a_full_disk_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "LOG", tmp_path / "env.log")
    with pytest.raises(env.Trouble, match=r"^Copying failed: the disk is full; free some space"):
        env.run("Copying", ["cp", __file__, "/dev/full"])


def test_a_command_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "LOG", ROOT / ".cache" / "env.log")
    with pytest.raises(env.Trouble, match=r"^Copying failed: .*No such file or directory: 'gdzoo-nothing'"):
        env.run("Copying", ["gdzoo-nothing"])


def find_python(folder: Path, **settings: str) -> subprocess.CompletedProcess:
    """find_python.sh of a checkout without .venv, on a machine whose PATH is `folder` alone."""
    checkout = Checkout(folder / "checkout")
    for tool in ("sh", "cat", "dirname", "cut"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return subprocess.run(
        [folder / "sh", checkout.root / "book" / "find_python.sh"],
        env={"PATH": str(folder), "HOME": str(folder), **settings},
        capture_output=True,
        text=True,
    )


def shim(path: Path) -> None:
    """What pyenv puts on PATH when the wanted version is not the chosen one."""
    path.write_text("#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n")
    path.chmod(0o755)


def test_a_python_on_path_is_tried_before_it_is_believed(tmp_path):
    shim(tmp_path / "python3.13")
    (tmp_path / "python").symlink_to(sys.executable)
    assert find_python(tmp_path).stdout == "python\n"


def test_a_python_that_only_pyenv_has_is_found(tmp_path):
    shim(tmp_path / "python3.13")
    python = tmp_path / ".pyenv" / "versions" / "3.13.7" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    assert find_python(tmp_path, PYENV_VERSION="3.11.7").stdout == f"{python}\n"


def test_a_python_that_only_uv_has_is_found(tmp_path):
    (tmp_path / "uv").write_text(f'#!/bin/sh\n[ "$*" = "python find 3.13" ] && echo {sys.executable}\n')
    (tmp_path / "uv").chmod(0o755)
    assert find_python(tmp_path).stdout == f"{sys.executable}\n"


def test_no_python_at_all_says_how_to_get_one(tmp_path):
    process = find_python(tmp_path)
    assert process.returncode == 1
    assert process.stderr == (
        "The book is built with Python 3.13, and there is none on PATH, in pyenv or in uv: get it with"
        " 'uv python install 3.13', 'pyenv install 3.13' or from python.org.\n"
    )


def test_no_browser_is_a_failure_and_not_a_silence(tmp_path):
    process = subprocess.run(
        [sys.executable, "-m", "tests.browser.chromium"],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 1
    assert process.stderr.startswith("The tests need a Chromium, and neither chromium, chromium-browser,")


def test_the_port_of_make_serve_reaches_the_server():
    process = subprocess.run(["make", "-n", "serve", "PORT=8001"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "build_site.py serve --port 8001" in process.stdout
