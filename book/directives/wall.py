"""```wall NAME: a wall of small pictures, each a link: the optimizers by family, or the landscapes."""

import json
from html import escape

import gdzoo
from book import node
from book.cache import key
from book.directives.base import Directive
from book.problems import unknown
from book.scenes import Scenes, failure
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
        folder, groups = WALLS[self.target]()
        try:
            shared, pictures = drawn(self.target, chapter.book.scenes)
        except Exception as error:
            self.report(self.fence.line, failure(error))
            return ""
        root = chapter.page.root
        rows = [shared]
        for title, entries in groups:
            rows.append(f'<p class="wall-title">{escape(title)}</p><ul class="wall-row">')
            rows += [
                f'<li><a href="{root}{folder}/{entry.name}/">{pictures[entry.name]}<span>{escape(entry.title)}</span></a></li>'
                for entry in entries
            ]
            rows.append("</ul>")
        html = f'<div class="wall wide" id="{self.id}">{"".join(rows)}</div>'
        return chapter.fragment(lambda: html, html, slots=[])


def rules():
    """The folder of their pages, and [(title of the family, its rules)]."""
    return "zoo", [
        (title, [rule for rule in gdzoo.RULES.values() if rule.family == name]) for name, (title, _) in FAMILIES.items()
    ]


def landscapes():
    """The folder of their pages, and [(title of the kind, its landscapes)]."""
    every = gdzoo.LANDSCAPES.values()
    return "landscapes", [
        (title, [land for land in every if land.home.endswith(f".{kind}")]) for kind, title in KINDS.items()
    ]


WALLS = {"rules": rules, "landscapes": landscapes}


def drawn(wall: str, scenes: Scenes) -> tuple[str, dict[str, str]]:
    """What the pictures of a wall share, and each of them, as SVG."""

    def draw() -> str:
        entries = [entry for _, group in WALLS[wall]()[1] for entry in group]
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
