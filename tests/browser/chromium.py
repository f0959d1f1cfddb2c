"""Finds, installs and starts the Chromium that the browser tests and the benchmarks drive.

`python -m tests.browser.chromium` makes sure that there is one, and prints where.
"""

import os
import shutil
import subprocess
import sys
from functools import cache

from playwright.sync_api import Browser, Playwright, sync_playwright

from book.env import Trouble, run

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIANS = "/usr/bin/chromium"
BARE = "chromium-headless-shell"  # the same engine without windows: pages open with half the work

# A quiet browser on a machine without a screen or graphics card: no request that the page did not make.
FLAGS = (
    "--disable-gpu",
    "--disable-3d-apis",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


# Python starts with a quarter less work when WebAssembly is compiled in haste alone; afterwards it runs slower.
HASTY = "--js-flags=--liftoff-only"


def launch(playwright: Playwright, *flags: str, bare: bool = False, **options) -> Browser:
    """Starts the Chromium of this machine, or else Playwright's own; the bare one, if asked for and there."""
    return playwright.chromium.launch(executable_path=find(bare), args=[*FLAGS, *flags], **options)


def ensure() -> str:
    """The path of a Chromium that runs; installs Debian's when there is none and we are root."""
    may_install = os.geteuid() == 0 and bool(shutil.which("apt-get"))
    path = find() or playwrights_own()
    if may_install and (not path or (path == DEBIANS and not shutil.which(BARE))):
        install()
        find.cache_clear()
        path = find()
    if path:
        return path
    raise Trouble(
        f"The tests need a Chromium, and neither {', '.join(NAMES)} on PATH nor Playwright's own"
        " runs: install one, for example with `.venv/bin/playwright install chromium`, or give its"
        " path in CHROMIUM."
    )


@cache
def find(bare: bool = False) -> str | None:
    """The first Chromium that runs: the one named in CHROMIUM, or one on PATH; the bare one before them, if asked for."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, [BARE, *NAMES] if bare else NAMES)]
    return next((path for path in candidates if path and runs(path)), None)


def playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if runs(path) else None


def runs(path: str) -> bool:
    """Whether it starts; Ubuntu's package, for one, is a stub that only names another installer."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("Updating Debian's list of packages", [*apt, "update"], **quiet)
    packages = ["chromium", BARE, "fonts-liberation"]
    run("Installing Debian's Chromium", [*apt, "install", "--no-install-recommends", *packages], **quiet)


if __name__ == "__main__":
    try:
        print(f"Chromium: {ensure()}")
    except Trouble as trouble:
        sys.exit(str(trouble))
