"""Demos in states that a lesson begins with: the link, and what the demo itself says there."""

import json
from urllib.parse import quote

from book.directives.demo import DemoDirective
from book.pages import Fence, Page
from book.places import ROOT
from book.problems import Mistake, Problems, unknown
from demos.kit import load


def state(page: str, id: str, words: str, **values) -> str:
    """`[words](page.md?demo=id&...#id): what the demo says`, with the demo run in this very state.

    page: the name of a file of docs/ without its ending. values: of controls, as a link gives them; the others are the author's.
    """
    demo, given = demos_of(page).get(id) or refuse(page, id)
    form = load(demo)(**given).form()
    dropped = {spec["name"]: None for spec in form if not values.keys().isdisjoint(leaders(spec))}
    said = load(demo)(**{**given, **dropped, **values}).answer()["summary"]
    return f"[{words}]({address(page, id, values)}): {said.replace('**', '')}"


def address(page: str, id: str, values: dict) -> str:
    """The link that *Share* gives."""
    query = "".join(f"&{name}={encoded(value)}" for name, value in values.items())
    return f"{page}.md?demo={quote(id)}{query}#{id}" if values else f"{page}.md#{id}"


def encoded(value) -> str:
    """A value in an address: words as they are, unless they would be read as something else."""
    return quote(value if is_plain(value) else json.dumps(value, separators=(",", ":")), safe=",:")


def is_plain(value) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return True
    except TypeError:  # no text
        pass
    return False


def leaders(spec: dict) -> list[str]:
    """The controls that a control follows: it goes back to its default when one of them changes."""
    follows = spec["follows"] or []
    return [follows] if isinstance(follows, str) else list(follows)


def demos_of(page: str) -> dict[str, tuple[str, dict]]:
    """The demos of a page by id, each with its name and what its author gives it."""
    path = ROOT / f"docs/{page}.md"
    if not path.is_file():
        raise Mistake(unknown("page", page, [other.stem for other in path.parent.glob("*.md")]))
    problems = Problems()
    parts = Page(path.name, path.read_text(encoding="utf-8"), path.parent, problems).parts
    fences = [part for part in parts if isinstance(part, Fence) and part.info.startswith("demo ")]
    found = [DemoDirective(fence, Page(path.name, "", path.parent, problems)) for fence in fences]
    return {one.id: (one.demo.name, one.given) for one in found if one.sound}


def refuse(page: str, id: str):
    raise Mistake(unknown(f"demo on {page}.md,", id, demos_of(page)))
