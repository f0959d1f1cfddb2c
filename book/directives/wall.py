"""```wall NAME: small pictures, each a link: the optimizers by family, or the landscapes in a table."""

import json
from functools import partial
from html import escape

import gdzoo
from book import node
from book.cache import key
from book.directives.base import Directive
from book.problems import unknown
from book.scenes import Scenes, failure
from book.zoo.docstring import Docstring, markup
from book.zoo.templates import lowest
from demos.kit import miniatures
from demos.kit.wire import dumps
from gdzoo.landscapes.base import KINDS
from gdzoo.rules import FAMILIES

WIDTH = 168  # pixels of a picture, as in wall.css


class WallDirective(Directive):
    """Everything of one kind, as pictures under the titles of its families."""

    name = "wall"
    argument = "rules"

    def check(self):
        if self.target not in WALLS:
            self.report(self.fence.line, unknown("wall", self.target, WALLS))

    @property
    def id(self):
        return (self.option.id if self.option else "") or f"wall-{self.target}"

    def expand(self, chapter):
        try:
            shared, pictures = drawn(self.target, chapter.book.scenes)
        except Exception as error:
            self.report(self.fence.line, failure(error))
            return ""
        hung = "".join(
            f'<p class="wall-title">{escape(title)}</p>{WALLS[self.target](entries, pictures, chapter.page.root)}'
            for title, entries in groups(self.target)
        )
        html = f'<div class="wall demo wide" id="{self.id}">{shared}{hung}</div>'
        return chapter.fragment(lambda: html, html, slots=[])


def groups(wall: str) -> list[tuple[str, list]]:
    """[(title, its rules or landscapes)], in the order of the registry."""
    if wall == "rules":
        rules = gdzoo.RULES.values()
        return [(title, [rule for rule in rules if rule.family == name]) for name, (title, _) in FAMILIES.items()]
    every = gdzoo.LANDSCAPES.values()
    return [(title, [land for land in every if land.home.endswith(f".{kind}")]) for kind, title in KINDS.items()]


def row(rules: list, pictures: dict[str, str], root: str) -> str:
    """Pictures side by side, each with its name."""
    items = "".join(
        f'<li><a href="{root}zoo/{rule.name}/">{pictures[rule.name]}<span>{escape(rule.title)}</span></a></li>'
        for rule in rules
    )
    return f'<ul class="wall-row">{items}</ul>'


def atlas(landscapes: list, pictures: dict[str, str], root: str) -> str:
    """A table with a picture in each row: formula, lowest points, what to look for."""
    head = "".join(f"<th>{words}</th>" for words in ("", "f", "lowest", "look for"))
    rows = "".join(map(partial(atlas_row, pictures=pictures, root=root), landscapes))
    return f'<table class="atlas"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def atlas_row(landscape: gdzoo.Landscape, pictures: dict[str, str], root: str) -> str:
    says = Docstring(type(landscape).__doc__ or "").title
    return (
        f'<tr><td><a href="{root}landscapes/{landscape.name}/">{pictures[landscape.name]}'
        f"<span>{escape(landscape.title)}</span></a></td>"
        f'<td class="formula"><span class="arithmatex">\\({escape(landscape.formula)}\\)</span></td>'
        f"<td>{lowest(landscape)}</td><td>{markup(says)}</td></tr>"
    )


WALLS = {"rules": row, "landscapes": atlas}


def drawn(wall: str, scenes: Scenes) -> tuple[str, dict[str, str]]:
    """What the pictures of a wall share, and each of them, as SVG."""

    def draw() -> str:
        entries = [entry for _, group in groups(wall) for entry in group]
        if wall == "rules":
            panels = [miniatures.descent(r) if "matrix" in r.traits else miniatures.path(r) for r in entries]
            grounds = [miniatures.GROUND]
        else:
            panels, grounds = [miniatures.relief(land) for land in entries], [land for land in entries if land.dim == 2]
        fields = {land.name: miniatures.field(land) for land in grounds}
        sheet = dumps({"id": f"wall-{wall}", "width": WIDTH, "fields": fields, "panels": panels})
        shared, *pictures = node.ask(scenes.drawer.with_name("pictures.js"), json.loads(sheet))
        return json.dumps([shared, dict(zip([entry.name for entry in entries], pictures, strict=True))])

    return tuple(json.loads(scenes.cache.keep("walls", (scenes.python, scenes.pencil, key(wall)), draw)))
