"""```tree rules: the family tree of the optimizers, as a drawing to walk in and as an outline."""

from html import escape
from typing import NamedTuple

import gdzoo
from book.directives.base import Directive
from book.problems import unknown

ROW = 34  # pixels between two names, as in tree.css
NAME = 0.155  # of the drawing's width: the room for a name


class Node(NamedTuple):
    """A rule in the drawing: x from 0 to 1 at its left end, y in pixels at its middle."""

    rule: gdzoo.Rule
    x: float
    y: float


class TreeDirective(Directive):
    """Every rule below the first of its parents; further parents by fainter lines."""

    name = "tree"
    argument = "rules"

    def check(self):
        if self.target != "rules":
            self.report(self.fence.line, unknown("tree", self.target, ["rules"]))

    @property
    def id(self):
        return (self.option.id if self.option else "") or "tree"

    def expand(self, chapter):
        root = f"{chapter.page.root}zoo/"
        html = f'<zoo-tree class="tree wide" id="{self.id}">{drawing(root)}{outline(root)}</zoo-tree>'
        return chapter.fragment(lambda: html, html, slots=[])


def offspring() -> dict[str, list[gdzoo.Rule]]:
    """{rule: those of which it is the first parent}."""
    rules = gdzoo.RULES.values()
    return {name: [rule for rule in rules if rule.parents[:1] == (name,)] for name in gdzoo.RULES}


def layout() -> list[Node]:
    """The rules as a tree that grows to the right: leaves in rows, every parent in the middle of its children."""
    below, nodes, rows = offspring(), [], iter(range(len(gdzoo.RULES)))
    depth = max(map(ancestors, gdzoo.RULES.values()))

    def place(rule: gdzoo.Rule) -> float:
        heights = [place(child) for child in below[rule.name]]
        y = (heights[0] + heights[-1]) / 2 if heights else ROW * (next(rows) + 0.5)
        nodes.append(Node(rule, ancestors(rule) / depth * (1 - NAME), y))
        return y

    for rule in gdzoo.RULES.values():
        if not rule.parents:
            place(rule)
    return nodes


def ancestors(rule: gdzoo.Rule) -> int:
    """How many generations a rule is from the beginning."""
    return 1 + ancestors(gdzoo.RULES[rule.parents[0]]) if rule.parents else 0


def drawing(root: str) -> str:
    nodes = layout()
    places = {node.rule.name: node for node in nodes}
    high = max(node.y for node in nodes) + ROW / 2
    edges = [
        f'<path data-from="{parent}" data-to="{node.rule.name}"{" class=more" if at else ""} d="{curve(places[parent], node)}"/>'
        for node in nodes
        for at, parent in enumerate(node.rule.parents)
    ]
    names = [
        f'<a href="{root}{node.rule.name}/" data-rule="{node.rule.name}" data-words="{escape(words(node.rule))}" '
        f'style="left:{100 * node.x:.2f}%;top:{node.y:.0f}px;--family:var(--zoo-{node.rule.family})">{escape(node.rule.title)}</a>'
        for node in nodes
    ]
    return (
        f'<div class="tree-drawing" style="height:{high:.0f}px">'
        f'<svg viewBox="0 0 1000 {high:.0f}" preserveAspectRatio="none" aria-hidden="true">{"".join(edges)}</svg>'
        f'{"".join(names)}</div><p class="tree-words" aria-live="polite"></p>'
    )


def curve(parent: Node, child: Node) -> str:
    """From the right end of a parent's name to the left end of a child's; the drawing is 1000 units wide."""
    x0, x1 = 1000 * (parent.x + NAME / 2), 1000 * child.x
    middle = (1000 * (parent.x + NAME) + x1) / 2
    return f"M{x0:.0f} {parent.y:.0f}C{middle:.0f} {parent.y:.0f} {middle:.0f} {child.y:.0f} {x1:.0f} {child.y:.0f}"


def words(rule: gdzoo.Rule) -> str:
    """What was added to each of its parents."""
    if not rule.added:
        return f"{rule.title} ({rule.year}). {rule.problem}"
    added = "; ".join(f"from {gdzoo.RULES[parent].title}: {what}" for parent, what in rule.added.items())
    return f"{rule.title} ({rule.year}), {added}."


def outline(root: str) -> str:
    """The same tree as a nested list, for narrow screens, paper and ears."""
    below = offspring()

    def item(rule: gdzoo.Rule) -> str:
        added = "".join(
            f'<span class="tree-added">from {escape(gdzoo.RULES[parent].title)}: {escape(what)}</span>'
            for parent, what in rule.added.items()
        )
        children = "".join(map(item, below[rule.name]))
        return (
            f'<li><a href="{root}{rule.name}/" style="--family:var(--zoo-{rule.family})">{escape(rule.title)}</a> '
            f'<span class="tree-year">{rule.year}</span>{added}{f"<ul>{children}</ul>" if children else ""}</li>'
        )

    first = [rule for rule in gdzoo.RULES.values() if not rule.parents]
    return f'<ul class="tree-outline">{"".join(map(item, first))}</ul>'
