"""The templates of generated pages, and how they write numbers and places."""

import math

import jinja2

import gdzoo
from book.numbers import spoken
from book.places import ROOT

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOT / "book/templates"),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def filled(template: str, **context) -> str:
    """A page, as Markdown with directives."""
    return TEMPLATES.get_template(template).render(context).lstrip()


def short(number: float) -> str:
    """A number with five significant digits."""
    return spoken(number, ".5g")


def place(point: tuple[float, ...]) -> str:
    """`(1, −0.5)`."""
    return f"({', '.join(map(short, point))})"


def count(number: float) -> str:
    """How often in each step: `2`, `about 1.3`."""
    return f"{number:.0f}" if math.isclose(number, round(number), abs_tol=1e-9) else f"about {number:.1f}"


def lowest(landscape: gdzoo.Landscape) -> str:
    """The lowest value of a landscape and where it is, or what there is in its place."""
    if landscape.f_min is None:
        return "none: it falls forever"
    first, *more = landscape.minima
    return f"{short(landscape.f_min)} at {place(first)}" + (f" and {len(more)} more" if more else "")


def cell(text: str) -> str:
    """A text for a cell of a table: one line, whose bars are not its own."""
    return " ".join(text.split()).replace("|", r"\vert ")


TEMPLATES.filters |= {"short": short, "place": place, "count": count, "cell": cell}
