"""```predict NAME: what the reader expects of the demo that follows, before it shows what happens."""

from html import escape

import numpy as np

from book.directives.demo import DemoDirective
from book.directives.question import Question, QuestionOptions, buttons
from book.problems import unknown


class PredictOptions(QuestionOptions):
    """Or, in place of choices and numbers, a click: the panel of the demo in which the reader marks the end of a path.

    path: the label of the line that moves there, the first one unless said. within: a share of the panel's width.
    """

    click: str = ""
    path: str = ""


class PredictDirective(Question):
    """A question that stands in front of a demo. The demo keeps what happens to itself until it is answered."""

    name = "predict"
    options = PredictOptions
    forms = ("choices", "number", "click")
    many = 5

    @property
    def words(self):
        return "this prediction"

    def foreign(self):
        wrong = ["path"] if self.form != "click" and self.option.path else []
        if self.form == "click":
            return [*wrong, *(["unit"] if self.option.unit else [])]
        return [*super().foreign(), *wrong]

    def judge(self, right):
        if sum(right) != 1:
            count = "no choice is" if not any(right) else f"{sum(right)} choices are"
            self.report(self.line("choices"), f"{count} right; of a prediction exactly one comes true")

    def expand(self, chapter):
        follower = chapter.after(self)
        if not isinstance(follower, DemoDirective):
            found = f"here a {follower.name} follows" if follower else "nothing follows"
            self.report(self.fence.line, f"a prediction stands in front of the demo that it is about; {found}")
            return ""
        self.follower = follower
        return super().expand(chapter)

    def answers(self, chapter, slots):
        return self.click(chapter, slots) if self.form == "click" else super().answers(chapter, slots)

    def click(self, chapter, slots) -> str:
        """A place in the demo; where the path really ends, the page takes from the demo itself."""
        if self.follower.sound:
            self.check_path(chapter)
        share = self.tolerance(100) / 100 if "%" in self.option.within else self.tolerance(1)
        self.given = f' data-panel="{escape(self.option.click)}" data-within="{share!r}"'
        self.given += f' data-path="{escape(self.option.path)}"' if self.option.path else ""
        return (
            '<p class="click">Click in the picture where you think it ends, or move the mark there with the arrow keys.</p>'
            + self.explanation(chapter, slots, "because", "Answer", "")
        )

    def check_path(self, chapter) -> None:
        """See that the panel is there, and that the path ends in it."""
        scene = self.follower.scene(chapter)
        if scene is None:
            return None
        panels = {panel["name"]: panel for panel in scene.answer["panels"] if panel["kind"] == "plot"}
        if self.option.click not in panels:
            return self.report(
                self.line("click"), unknown(f"panel of demo {self.follower.target},", self.option.click, panels)
            )
        panel = panels[self.option.click]
        lines = [mark for mark in panel["marks"] if mark["mark"] == "line" and mark["moves"]]
        named = [line for line in lines if self.option.path in ("", line["label"])]
        if not lines:
            return self.report(self.line("click"), f"nothing moves in the panel {self.option.click!r}")
        if not named:
            names = [line["label"] for line in lines if line["label"]]
            return self.report(self.line("path"), unknown("path", self.option.path, names))
        line = named[0]
        ends = np.isfinite(line["x"]) & np.isfinite(line["y"])
        at = [line[axis][ends][-1] if ends.any() else np.nan for axis in "xy"]
        inside = [panel[axis]["low"] <= value <= panel[axis]["high"] for axis, value in zip("xy", at, strict=True)]
        if line["opens"] is not None or not all(inside):
            self.report(
                self.line("path" if self.option.path else "click"),
                "the path does not end in the picture; ask for something else, or give the demo another state",
            )

    def element(self, chapter, fields):
        more = getattr(self, "given", "")
        show = '<button type="button" class="question-show">Just show me</button>'
        return (
            f'<zoo-predict data-key="{self.key(chapter)}" data-demo="{escape(self.follower.id)}"{more}>'
            f'<section class="predict" id="{self.id}" data-state="open"><form>'
            f'<p class="question-kind">Predict first</p>{fields}{buttons("That is my guess", "Ask me again", show)}'
            "</form></section></zoo-predict>"
        )
