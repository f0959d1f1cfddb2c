"""```demo NAME: an interactive demo, with any of its controls set."""

from typing import TYPE_CHECKING

from pydantic import ConfigDict

from book.directives.base import Directive, Options
from book.problems import unknown
from book.scenes import Scene, failure
from demos.kit import load
from demos.kit.controls import ControlError

if TYPE_CHECKING:
    from book.chapters import Chapter


class DemoOptions(Options):
    """Every option beside these names a control of the demo."""

    model_config = ConfigDict(extra="allow")

    hide: list[str] = []


class DemoDirective(Directive):
    """A demo: drawn at build time, alive in the page."""

    name = "demo"
    argument = "NAME"
    counted = "Figure"
    options = DemoOptions

    def check(self):
        try:
            self.demo = load(self.target)
        except ControlError as error:
            return self.report(self.fence.line, str(error))
        except Exception as error:  # whatever its module raises
            return self.report(self.fence.line, f"cannot be loaded: {failure(error)}")
        controls = self.demo.controls()
        for name in self.option.hide:
            if name not in controls:
                self.report(self.line("hide"), unknown("control", name, controls))
        self.given = dict(self.option.model_extra)
        for name, value in self.given.items():
            if name not in controls:
                self.report(self.line(name), unknown("option", name, [*DemoOptions.model_fields, *controls]))
                continue
            try:
                controls[name].check(value)
            except Exception as error:
                self.report(self.line(name), failure(error, expected=ControlError))

    def expand(self, chapter):
        scene = self.scene(chapter)
        if scene is None:
            return ""
        root = chapter.page.root
        before = chapter.before(self)
        veil = " data-veil" if before and before.name == "predict" else ""
        return chapter.fragment(
            lambda: f'<zoo-demo data-src="{root}{scene.path}"{veil}>{scene.figure("<!--slot-->")}</zoo-demo>',
            scene.hash + veil,
            slots=[self.captioned(chapter)],
        )

    def scene(self, chapter: "Chapter") -> Scene | None:
        """The demo in its author's state; None after reporting why there is none."""
        try:
            return chapter.book.scenes.scene(self.demo, self.id, self.given, tuple(self.option.hide))
        except Exception as error:
            self.report(self.fence.line, failure(error, expected=ControlError))
            return None
