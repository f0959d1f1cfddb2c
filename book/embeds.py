"""A page of its own for every demo, at embed/NAME/: one card, to be shown inside another page."""

import jinja2

from book.library import Library
from book.places import ROOT
from book.scenes import Scene, failure, origin
from book.web import Bundle
from demos.kit import demo_names, load
from demos.kit.controls import ControlError

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOT / "book/templates"), autoescape=True, undefined=jinja2.StrictUndefined
)


def scenes(book: Library) -> list[Scene]:
    """Every demo in its default state; one that fails is a problem of its own file."""
    found = []
    for name in demo_names():
        try:
            found.append(book.scenes.scene(load(name), name, {}))
        except Exception as error:
            path, line = origin(error) or (f"demos/{name.replace('-', '_')}.py", 1)
            book.problems.add(path, line, failure(error, expected=ControlError))
    return found


def pages(embedded: list[Scene], bundle: Bundle) -> dict[str, str]:
    """The files of all embedded demos, by path."""
    template = TEMPLATES.get_template("embed.html.jinja")
    return {
        f"embed/{scene.demo}/index.html": template.render(scene=scene, bundle=bundle, root="../../")
        for scene in embedded
    }
