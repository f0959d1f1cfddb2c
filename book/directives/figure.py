"""```figure NAME: a static picture, drawn by the function draw(fig) of docs/figures/NAME.py."""

from pydantic import Field

from book.directives.base import Directive, Options
from book.problems import unknown


class FigureOptions(Options):
    alt: str = Field(min_length=1, description="say in a sentence what the figure shows")


class FigureDirective(Directive):
    """A figure that matplotlib draws at build time; its colours follow light and dark."""

    name = "figure"
    argument = "NAME"
    counted = "Figure"
    options = FigureOptions

    def check(self):
        folder = self.page.folder / "figures"
        self.source = folder / f"{self.target}.py"
        if not self.source.is_file():
            names = sorted(path.stem for path in folder.glob("*.py"))
            self.report(self.fence.line, unknown("figure", self.target, names))

    def expand(self, chapter):
        chapter.read_aloud(self.option.alt, self.line("alt"))
        try:
            svg = chapter.book.pictures.svg(self.source, self.option.alt)
        except Exception as error:
            self.report(self.fence.line, chapter.book.pictures.failure(error, self.source))
            return ""
        return chapter.fragment(
            lambda: f'<figure class="picture" id="{self.id}">{svg}<figcaption><!--slot--></figcaption></figure>',
            svg,
            slots=[self.captioned(chapter)],
        )
