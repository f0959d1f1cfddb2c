"""What a quick check and a prediction share: a question whose answer the build knows, and an explanation for every answer."""

import math
import re
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from book.directives.base import Directive, Options, Slot
from book.numbers import Skipped
from book.problems import Mistake

if TYPE_CHECKING:
    from book.chapters import Chapter

SHARE = re.compile(r"(?P<number>\d+(\.\d*)?|\.\d+) ?(?P<percent>%?)")
FORMULA = re.compile(r"\s*\$(?P<tex>[^$]+)\$[.,;]?\s*")
NUMBER_ONLY = ("within", "unit")


class Part(BaseModel):
    """Something inside of an option; any other name in it is a mistake, and a number may stand where text is wanted."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class Choice(Part):
    """text and because are Markdown. It is right if it says so, or if `when` holds; wrong otherwise."""

    text: str = Field(min_length=1, description="say what the reader may choose")
    because: str = Field(min_length=1, description="explain why this answer is right or wrong")
    when: str = ""
    right: bool = False


class QuestionOptions(Options):
    """Either choices; or a number, right within a tolerance, with one explanation."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    question: str = Field(min_length=1, description="ask something")
    choices: list[Choice] = []
    number: str = ""
    within: str = ""
    unit: str = ""
    because: str = ""


class Question(Directive):
    """Forms: the kinds of answers that it may ask for, each an option. few, many: how many choices there may be."""

    argument = "NAME"
    options = QuestionOptions
    forms = ("choices", "number")
    few, many = 2, 6

    def check(self):
        given = [form for form in self.forms if getattr(self.option, form)]
        if len(given) != 1:
            named = " or ".join(f"`{form}:`" for form in self.forms)
            return self.report(self.fence.line, f"give one of {named}{', not both' if given else '; there is none'}")
        self.form = given[0]
        self.check_choices() if self.form == "choices" else self.check_lone()
        for name in self.foreign():
            self.report(self.line(name), f"`{name}:` does not go with `{self.form}:`")
        for place, text in self.explanations():
            if re.search(r"\n\s*\n|\$\$|```", text.strip()):
                self.report(
                    self.line(place), "an explanation is one paragraph; a formula in it stands between single dollars"
                )

    def foreign(self) -> list[str]:
        """The options given that belong to another form of answer."""
        alone = {"choices": (*NUMBER_ONLY, "because"), "number": ()}
        return [name for name in alone[self.form] if getattr(self.option, name)]

    def check_choices(self) -> None:
        count = len(self.option.choices)
        if not self.few <= count <= self.many:
            self.report(self.line("choices"), f"give {self.few} to {self.many} choices, not {count}")
        for at, choice in enumerate(self.option.choices):
            if choice.when and choice.right:
                self.report(self.line(f"choices.{at}.when"), "a choice has `when:` or `right:`, not both")

    def check_lone(self) -> None:
        """What an answer without choices needs."""
        if not self.option.because:
            self.report(self.fence.line, "'because' is missing: explain the answer")
        if not self.option.within:
            self.report(self.fence.line, "'within' is missing: say how far off is still right, as in 0.5 or 5%")
        elif not (match := SHARE.fullmatch(self.option.within.strip())) or not float(match["number"]):
            said = f"within must be a number above 0 or a share such as 5%, got {self.option.within!r}"
            self.report(self.line("within"), said)

    def explanations(self) -> list[tuple[str, str]]:
        """All explanations, each after the place of its option."""
        alone = [("because", self.option.because)] if self.option.because else []
        return [*alone, *((f"choices.{at}.because", one.because) for at, one in enumerate(self.option.choices))]

    def compute(self, chapter: "Chapter", place: str, expression: str, tell) -> str:
        """What `tell` makes of an expression; "" after reporting why there is none."""
        try:
            return chapter.numbers.told(expression, self.line(place), tell)
        except Skipped:  # the page's setup has failed, which has been said
            self.sound = False
        except Mistake as error:
            self.report(self.line(place), f"`{expression}`: {error}")
        return ""

    def verdicts(self, chapter: "Chapter") -> list[bool]:
        """Which choices are right."""
        return [
            self.compute(chapter, f"choices.{at}.when", choice.when, holds) == "yes" if choice.when else choice.right
            for at, choice in enumerate(self.option.choices)
        ]

    def value(self, chapter: "Chapter", place: str, expression: str) -> float:
        """The number that an expression gives; NaN after reporting why there is none."""
        return float(self.compute(chapter, place, expression, exact) or "nan")

    def tolerance(self, value: float) -> float:
        """How far from `value` a number is still right."""
        match = SHARE.fullmatch(self.option.within.strip())
        assert match
        return float(match["number"]) * (abs(value) / 100 if match["percent"] else 1)

    def expand(self, chapter):
        slots: list[str | Slot] = [Slot(chapter.inline(self.option.question, self.line("question")), block=True)]
        html = self.answers(chapter, slots)
        if not self.sound:
            return ""
        whole = self.element(
            chapter,
            f'<fieldset aria-labelledby="{self.id}-question">'
            f'<div class="question" id="{self.id}-question"><!--slot--></div>{html}</fieldset>',
        )
        return chapter.fragment(lambda: whole, whole, slots=slots)

    def element(self, chapter: "Chapter", fields: str) -> str:
        """The element of the page around a question and its answers."""
        raise NotImplementedError

    def answers(self, chapter: "Chapter", slots: list[str | Slot]) -> str:
        """The HTML of all that may be answered; adds its Markdown to `slots`."""
        return self.choices(chapter, slots) if self.form == "choices" else self.number(chapter, slots)

    def choices(self, chapter: "Chapter", slots: list[str | Slot]) -> str:
        right = self.verdicts(chapter)
        if self.sound:
            self.judge(right)
        kind = "checkbox" if sum(right) > 1 else "radio"
        rows = []
        for at, (choice, is_right) in enumerate(zip(self.option.choices, right, strict=True)):
            text = chapter.inline(choice.text, self.line(f"choices.{at}.text"))
            slots.append(text)
            why = self.explanation(
                chapter, slots, f"choices.{at}.because", "Right or wrong?", "Right." if is_right else "Wrong."
            )
            rows.append(
                f"<li{' data-right' if is_right else ''}><label>"
                f'<input type="{kind}" name="{self.id}" value="{at}"{spoken(text)}>'
                f" <span><!--slot--></span></label>{why}</li>"
            )
        several = '<p class="several">Choose all that are right.</p>' if kind == "checkbox" else ""
        return f'{several}<ul class="choices">{"".join(rows)}</ul>'

    def judge(self, right: list[bool]) -> None:
        """Report what is wrong with which choices are right."""
        raise NotImplementedError

    def number(self, chapter: "Chapter", slots: list[str | Slot]) -> str:
        value = self.value(chapter, "number", self.option.number)
        if not self.sound:
            return ""
        within = self.tolerance(value)
        if not within:
            self.report(self.line("within"), f"{self.option.within} of 0 is nothing; give a number")
            return ""
        unit = f" <span>{escape(self.option.unit)}</span>" if self.option.unit else ""
        told = f"{short(value, within)} {escape(self.option.unit)}".strip()
        return (
            f'<p class="amount"><label>Your answer <input type="text" inputmode="decimal" name="{self.id}" size="8"'
            f' autocomplete="off" data-value="{value!r}" data-within="{within!r}">{unit}</label></p>'
            + self.explanation(chapter, slots, "because", "Answer", f"{told}.", " data-truth")
        )

    def explanation(
        self, chapter: "Chapter", slots: list[str | Slot], place: str, summary: str, verdict: str, more: str = ""
    ) -> str:
        """An explanation that waits behind its summary until it is asked for."""
        text = dict(self.explanations())[place]
        slots.append(Slot(chapter.inline(text, self.line(place)), searched=False))
        return (
            f'<details class="because"{more}><summary>{summary}</summary>'
            f"<p>{f'<strong>{verdict}</strong> ' if verdict else ''}<!--slot--></p></details>"
        )

    def key(self, chapter: "Chapter") -> str:
        """The name under which the page keeps the reader's answer."""
        return escape(f"{chapter.page.url}#{self.id}")


def buttons(commit: str, again: str, between: str = "") -> str:
    """What ends a question: its buttons, what the page says of the answer, and the score."""
    return (
        f'<div class="question-end"><button class="question-commit">{commit}</button>{between}'
        f'<button type="button" class="question-again" hidden>{again}</button>'
        '<p class="question-said" role="status"></p><p class="question-score"></p></div>'
    )


def holds(value: Any, _: str) -> str:
    """Whether a condition holds: "yes" or "no"."""
    if np.ndim(value):
        raise Mistake("gives an array, and a condition needs one truth")
    return "yes" if value else "no"


def exact(value: Any, _: str) -> str:
    """A number with all of its digits."""
    if isinstance(value, bool | np.bool_ | str) or np.ndim(value) or not isinstance(value, int | float | np.number):
        raise Mistake("does not give a number")
    if not math.isfinite(value):
        raise Mistake("is not a finite number")
    return repr(float(value))


def short(value: float, within: float) -> str:
    """A number with the digits that matter beside a tolerance, and a true minus."""
    digits = max(0, 1 - math.floor(math.log10(within)))
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def spoken(text: str) -> str:
    """The name of a field whose label is a formula alone, as an attribute: not all that read names aloud read MathML."""
    formula = FORMULA.fullmatch(text)
    return f' aria-label="{escape(formula["tex"].replace("\\", "").strip())}"' if formula else ""
