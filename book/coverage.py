"""What every part of gdzoo must have before the book is whole: docstring, paper, colour, page, and a proof of its numbers."""

import inspect
import re
from collections.abc import Iterator

import gdzoo
from book.library import Library
from book.places import ROOT
from book.verified import verified
from demos.kit.pens import rule_pen
from gdzoo import analysis, autodiff, oracles, plots

FUNCTION = ("Parameters", "Returns", "Examples")
RULE = ("Parameters", "Returns", "Conventions", "Examples", "References")


def report(book: Library, pages: set[str]) -> None:
    """Add what is missing to the problems of the book. pages: the paths of all pages, as in `zoo/adam.md`."""
    tokens = (book.places.web / "style/tokens.css").read_text(encoding="utf-8")
    for thing, message in [*undocumented(), *unproven()]:
        book.problems.add(*origin(thing), message)
    for name, rule in gdzoo.RULES.items():
        place = origin(rule)
        if rule.paper not in book.references:
            book.problems.add(*place, f"the paper of rule {name}, '{rule.paper}', is not in docs/refs.bib")
        if f"--zoo-{rule_pen(rule)['color']}:" not in tokens:
            book.problems.add(*place, f"rule {name} has no colour: web/style/tokens.css lacks --zoo-{rule.family}")
        if book.zoo and f"zoo/{name}.md" not in pages:
            book.problems.add(*place, f"rule {name} has no page")


def origin(thing) -> tuple[str, int]:
    """File and line at which a rule, a function or a class is defined."""
    thing = inspect.unwrap(getattr(thing, "step", getattr(thing, "rate", thing)))
    if not inspect.isroutine(thing) and not inspect.isclass(thing):
        thing = type(thing)
    path = (inspect.getsourcefile(thing) or "").removeprefix(f"{ROOT}/")
    try:
        return path, inspect.getsourcelines(thing)[1]
    except OSError:  # a named tuple does not know its line
        return path, 1


def unproven() -> Iterator[tuple]:
    """Rules that were compared with no reference, with what to say of them."""
    for name, rule in gdzoo.RULES.items():
        if not verified(name).cases:
            yield rule, f"rule {name} was compared with no reference; freeze a case in tests/reference"


def undocumented() -> Iterator[tuple]:
    """Public things whose docstring is not complete, with what to say of them."""
    for name, rule in gdzoo.RULES.items():
        for missing in lacking(rule.doc, RULE):
            yield rule, f"the docstring of rule {name} has no section {missing}"
        head, _, rest = rule.doc.partition("Parameters")
        if "←" not in head:
            yield rule, f"the docstring of rule {name} does not have its update in symbols"
        for knob in rule.knobs:
            if f"``{knob}``" not in rule.doc or not re.search(rf"^ *{knob} : ", rest, re.MULTILINE):
                yield rule, f"the docstring of rule {name} says nothing of {knob}"
        for fact in ("problem", "idea", "best_for"):
            if not getattr(rule, fact):
                yield rule, f"rule {name} has no {fact}"
    for schedule in gdzoo.SCHEDULES.values():
        if ">>>" not in schedule.doc:
            yield schedule, f"the docstring of schedule {schedule.name} has no example"
    for landscape in gdzoo.LANDSCAPES.values():
        if not type(landscape).__doc__:
            yield landscape, f"landscape {landscape.name} has no docstring"
    for name, thing in public():
        doc = inspect.getdoc(thing) or ""
        if not doc or (">>>" not in doc and "::\n" not in doc):  # an example may not register itself
            yield thing, f"the docstring of {name} has no example"
        if inspect.isfunction(thing):
            for missing in lacking(doc, FUNCTION):
                yield thing, f"the docstring of {name} has no section {missing}"


def public() -> Iterator[tuple[str, object]]:
    """Every function and class that the package exports, by its full name."""
    for module in (gdzoo, analysis, autodiff, oracles, plots):
        for name, thing in vars(module).items():
            if not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)):
                yield f"{module.__name__}.{name}", thing


def lacking(doc: str, sections: tuple[str, ...]) -> list[str]:
    return [name for name in sections if not re.search(rf"^ *{name}\n *-+\n", doc, re.MULTILINE)]
