"""What `python build_site.py` can do."""

import argparse
import logging
import os
import subprocess
import sys
import time
from pathlib import Path

from book.places import ROOT


def main(arguments: list[str]) -> int:
    """Run one command; mistakes of the book and troubles of the machine end in sentences, not traces."""
    parser = argparse.ArgumentParser(prog="build_site.py", description="Builds the book.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("site", help="the static files, in site/ (the default)")
    serving = commands.add_parser("serve", help="the book with live reload")
    serving.add_argument("--port", type=int, default=int(os.environ.get("PORT", 8000)))
    commands.add_parser("check", help="format, lint and types of all code")
    commands.add_parser("bench", help="start-up, latency and payload beside their budgets")
    chosen = parser.parse_args(arguments)
    listen()
    try:
        match chosen.command:
            case "serve":
                from book.serve import serve

                serve(chosen.port)
            case "check":
                from book import quality

                return quality.main()
            case "bench":
                return subprocess.call([sys.executable, "-m", "benchmarks"], cwd=ROOT)
            case _:
                return site()
    except (OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def site(settings: Path = ROOT / "mkdocs.yml") -> int:
    """Build site/ from nothing but what is cached."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    start = time.monotonic()
    config = load_config(str(settings))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except SystemExit:
        return 1  # mistakes in the book, which the generator has printed
    print(f"site/ is built: {time.monotonic() - start:.1f} s")
    return 0


def listen() -> None:
    """Print what the generator warns of, in its own words and without its prefix."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.addFilter(lambda record: "'dirty' build" not in record.getMessage())
    logging.getLogger("mkdocs").addHandler(handler)
