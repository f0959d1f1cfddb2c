"""```quiz NAME: a quick check: a question with choices or a number, and an explanation for every answer."""

from pydantic import Field

from book.directives.question import Part, Question, QuestionOptions, buttons


class Wrong(Part):
    """A typical wrong number."""

    value: str = Field(min_length=1, description="give the number, or how to compute it")
    because: str = Field(min_length=1, description="explain the error that leads to it")


class QuizOptions(QuestionOptions):
    """wrong: numbers that typical errors lead to."""

    wrong: list[Wrong] = []


class QuizDirective(Question):
    """A quick check, as often as the reader likes."""

    name = "quiz"
    options = QuizOptions

    @property
    def words(self):
        return "this quick check"

    def foreign(self):
        return [*super().foreign(), *(["wrong"] if self.form == "choices" and self.option.wrong else [])]

    def explanations(self):
        return [
            *super().explanations(),
            *((f"wrong.{at}.because", one.because) for at, one in enumerate(self.option.wrong)),
        ]

    def judge(self, right):
        if not any(right):
            self.report(self.line("choices"), "no choice is right; give one `right: true`, or a `when:` that holds")
        elif all(right):
            self.report(self.line("choices"), "all choices are right; add one that is wrong")

    def number(self, chapter, slots):
        html = super().number(chapter, slots)
        if not self.sound:
            return html
        truth = self.value(chapter, "number", self.option.number)
        for at, one in enumerate(self.option.wrong):
            value = self.value(chapter, f"wrong.{at}.value", one.value)
            if abs(value - truth) <= self.tolerance(truth):
                self.report(self.line(f"wrong.{at}.value"), f"{value:.6g} is within what counts as right")
            told = f"Not {value:.4g}.".replace("-", "−")
            html += self.explanation(
                chapter, slots, f"wrong.{at}.because", "A common error", told, f' data-value="{value!r}"'
            )
        return html

    def element(self, chapter, fields):
        return (
            f'<zoo-quiz data-key="{self.key(chapter)}"><form class="quiz" id="{self.id}" data-state="open">'
            f'<p class="question-kind">Quick check</p>{fields}{buttons("Check", "Try again")}</form></zoo-quiz>'
        )
