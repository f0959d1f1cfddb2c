"""What the book has, and what of it is checked, counted in its sources: for the page that tells of its checks."""

import ast
import re
import runpy
from typing import NamedTuple

import gdzoo
from book.directives import DIRECTIVES
from book.directives.cell import FENCE
from book.numbers import spoken
from book.pages import Fence, Page, Prose
from book.places import ROOT
from book.problems import Problems
from book.verified import cases, deviation, verified
from gdzoo import analysis
from gdzoo.rules import FAMILIES

TESTS = ROOT / "tests"


class Compared(NamedTuple):
    """Whom rules were compared with: how many rules, over how many cases, and the largest relative deviation."""

    rules: int
    cases: int
    deviation: float


def references() -> dict[str, Compared]:
    """By reference, those with most cases first."""
    found: dict[str, list] = {}
    for case in cases():
        found.setdefault(case["reference"], []).append(case)
    counted = {
        name: Compared(len({case["rule"] for case in own}), len(own), max(map(deviation, own)))
        for name, own in found.items()
    }
    return dict(sorted(counted.items(), key=lambda item: -item[1].cases))


def fences() -> dict[str, int]:
    """How often each directive stands in the pages of docs/; "cell" for code that runs, "number" for a computed number."""
    counts = dict.fromkeys([*DIRECTIVES, "cell", "number"], 0)
    for path in sorted((ROOT / "docs").glob("*.md")):
        page = Page(path.name, path.read_text(encoding="utf-8"), path.parent, Problems())
        for part in page.parts:
            if isinstance(part, Fence):
                name = "cell" if FENCE.fullmatch(part.info) else part.info.partition(" ")[0]
                counts[name] = counts.get(name, 0) + 1
            text = (
                part.text if isinstance(part, Prose) else part.body if part.info.partition(" ")[0] in DIRECTIVES else ""
            )
            counts["number"] += text.count("`{python}")
    return counts


def wrong_answers() -> int:
    """How many wrong answers to exercises are known to be refused, each with a sentence."""
    answers = sorted((TESTS / "lab/answers").glob("*.py"))
    return sum(len(cases) for path in answers for cases in runpy.run_path(str(path))["WRONG"].values())


def tests() -> dict[str, int]:
    """How many tests there are, by the folder in which they stand."""
    found: dict[str, int] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        own = sum(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in tree(path).body)
        folder = path.parent.name
        found[folder] = found.get(folder, 0) + own
    found["web"] = sum(
        len(re.findall(r"^\s*test\(", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (TESTS / "web").glob("*.test.js")
    )
    return found


def mistakes() -> dict[str, str]:
    """Mistakes of authors that end the build, with the first sentence that it says of each."""
    body = tree(TESTS / "book/test_mistakes.py").body
    told = next(node.value for node in body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CASES")
    return {name: sentences[0].partition(": ")[2] for name, (_, sentences) in ast.literal_eval(told).items()}


def invariances() -> dict[str, tuple[int, int]]:
    """For each change of a landscape, how many rules it leaves on their path, and how many not."""
    found = [analysis.invariances(rule) for rule in gdzoo.RULES.values()]
    return {name: (sum(one[name] for one in found), sum(not one[name] for one in found)) for name in found[0]}


def rules() -> str:
    """Every rule with whom it was compared and how far it was off, as rows of a table in Markdown."""
    rows = []
    for family, (title, _) in FAMILIES.items():
        rows.append(f"| **{title}** | | | |")
        for rule in gdzoo.RULES.values():
            if rule.family == family:
                one = verified(rule.name)
                off = spoken(one.deviation, ".0e") if one.deviation else "0"
                rows.append(
                    f"| [{rule.title}](zoo/{rule.name}.md) | {', '.join(one.references)} | {one.cases} | {off} |"
                )
    return "\n".join(["| rule | compared with | cases | off by |", "| --- | --- | ---: | ---: |", *rows])


def refused() -> str:
    """The mistakes with what the build says, as a list in Markdown."""
    return "\n".join(f"- {name}: <code>{escaped(sentence)}</code>" for name, sentence in mistakes().items())


def escaped(text: str) -> str:
    """A text that neither Markdown nor HTML reads as more than text."""
    return re.sub(r"[&<>`*_\[\]\\$|']", lambda sign: f"&#{ord(sign[0])};", text)


def tree(path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
