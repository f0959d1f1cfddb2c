"""The command line: race rules, sweep a learning rate, list and show what the zoo holds.

Results go to standard output, everything else to standard error. The exit code is 0, or 2 for a mistake, or 130 when stopped.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from .. import __version__
from ..registry import nearest
from . import catalogue, race, source, sweep

COMMANDS = {"race": race, "sweep": sweep, "list": catalogue, "show": source}
MISTAKE, STOPPED = 2, 130

NOTATION = """\
Whatever has parameters takes them after a colon: ravine:kappa=37,angle=0.5 or adam:lr=0.1,beta1=0.8 or
cosine:base=0.1,steps=200. What is not given has its default; `list` prints them.
"""


class Parser(argparse.ArgumentParser):
    """Its mistakes are sentences, printed like those of the package."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(f"{message}; see {self.prog} --help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of the process; returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter of an equation prints a ?
    try:
        code = run(joined(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return code
    except SystemExit:  # after --help or --version
        return 0
    except BrokenPipeError:  # whoever read has had enough, as in `list rules | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt as interrupt:
        print(": ".join(["stopped", *map(str, interrupt.args)]), file=sys.stderr)
        return STOPPED
    except MemoryError:
        print("there is not enough memory for this; take fewer steps, points or starts", file=sys.stderr)
    except (LookupError, TypeError, ValueError, OSError, ImportError) as error:
        print(error, file=sys.stderr)
    return MISTAKE


def run(words: Sequence[str]) -> int:
    """Run what the words say."""
    parser = Parser(
        prog="python -m gdzoo",
        description="Gradient Descent Zoo: race optimizers, sweep learning rates, read how they work.",
        epilog=NOTATION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"gdzoo {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        about = (module.__doc__ or "").partition("\n")[0]
        sub = commands.add_parser(
            name,
            help=about[0].lower() + about[1:].rstrip("."),
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.arguments(sub)
    if words and words[0] not in COMMANDS and not words[0].startswith("-"):
        raise ValueError(f"unknown command {words[0]!r}; {nearest(words[0], COMMANDS)}")
    chosen, rest = parser.parse_known_args(words or ["--help"])
    if rest:
        raise ValueError(
            f"unknown argument {rest[0]!r}; a knob stands beside its rule, as in adam:beta1=0.8, "
            f"and {parser.prog} {chosen.command} --help lists the options"
        )
    return COMMANDS[chosen.command].run(chosen)


def joined(words: Sequence[str]) -> list[str]:
    """``--start -1.3,1.7`` as one word, since argparse takes a word that begins with a minus for an option.

    >>> joined(["--start", "-1.3,1.7", "--json"])
    ['--start=-1.3,1.7', '--json']
    """
    result: list[str] = []
    for word in words:
        if result and result[-1] == "--start":
            result[-1] += f"={word}"
        else:
            result.append(word)
    return result
