"""A race of optimizers, seen in three dimensions."""

from demos.kit import Choice, Picks
from demos.kit.menus import WALKERS
from demos.kit.planes import PLANES, plane, relief
from demos.race import Race


class Surface(Race):
    """Several optimizers walk over one surface: turn it, and see what each step climbs or falls.

    Drag the surface to turn it, and the start, in either picture, to let them walk again. Bands of
    colour and height are the same in both pictures: heights show what is lower, not by how much.
    """

    landscape = Choice(PLANES, "six_hump_camel")
    rules = Picks(WALKERS, ["gd", "momentum", "adam"], label="Optimizers")

    def pictures(self, runs, marks):
        """The relief, and the same from above, where the names would be said twice."""
        flat = [mark | {"label": ""} if mark["mark"] == "line" else mark for mark in marks]
        return [
            relief(self.landscape, marks),
            plane(self.landscape, flat, area="side", title="The same from above"),
        ]

    def protocol(self):
        """As in a race; and what the heights show."""
        return [*super().protocol(), "heights by band, not to scale"]
