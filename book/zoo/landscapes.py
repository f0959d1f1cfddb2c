"""A page for every landscape, and the gallery of all."""

from functools import cached_property

import numpy as np

import gdzoo
from book.zoo.docstring import Docstring, markdown
from book.zoo.templates import filled
from gdzoo.landscapes.base import KINDS


def pages() -> dict[str, tuple[str, str]]:
    """{path: (template, text)}."""
    all_ = [Place(landscape) for landscape in gdzoo.LANDSCAPES.values()]
    kinds = [(title, [one for one in all_ if one.kind == kind]) for kind, title in KINDS.items()]
    known = {"kinds": kinds}
    made = {
        "landscapes/index.md": ("landscapes.md.jinja", known),
        **{f"landscapes/{one.name}.md": ("landscape.md.jinja", known | {"one": one}) for one in all_},
    }
    return {uri: (template, filled(template, **context)) for uri, (template, context) in made.items()}


class Place:
    """What the page of one landscape says."""

    def __init__(self, landscape: gdzoo.Landscape):
        self.landscape = landscape
        self.name, self.title, self.formula = landscape.name, landscape.title, landscape.formula
        self.doc = Docstring(type(landscape).__doc__ or "")

    @property
    def kind(self) -> str:
        return self.landscape.home.rpartition(".")[2]

    @property
    def kind_title(self) -> str:
        return KINDS[self.kind]

    @property
    def flat(self) -> bool:
        """Whether it is a landscape of the plane, which can be seen from above and in relief."""
        return self.landscape.dim == 2

    @property
    def says(self) -> str:
        """What to look for."""
        return markdown(self.doc.title)

    @property
    def remarks(self) -> str:
        return self.doc.remarks

    @property
    def dimensions(self) -> str:
        least, most = self.landscape.dims
        return f"{least}" if least == most else f"any from {least}"

    @cached_property
    def points(self) -> list[dict]:
        """Every critical point that it declares: kind, where, how high, and the curvatures there."""
        kinds = {
            "minimum": self.landscape.minima,
            "local minimum": self.landscape.local_minima,
            "saddle": self.landscape.saddles,
            "hilltop": self.landscape.maxima,
        }
        return [self.point(kind, point) for kind, points in kinds.items() for point in points]

    def point(self, kind: str, point: tuple[float, ...]) -> dict:
        x = np.array(point)
        with np.errstate(all="ignore"):
            curvatures = np.linalg.eigvalsh(self.landscape.hess(x))
        return {
            "kind": kind,
            "at": point,
            "height": float(self.landscape.value(x)),
            "curvatures": curvatures.tolist() if np.isfinite(curvatures).all() else [],
        }
