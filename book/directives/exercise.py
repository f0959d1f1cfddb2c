"""```exercise NAME: a task with code to complete, checks that tell what is still wrong, hints, and a solution."""

import ast
from html import escape
from typing import Literal

from pydantic import Field

from book.directives.base import Directive, Options, Slot
from book.directives.cell import address, card, code

PARTS = ("starter", "checks", "solution")


class ExerciseOptions(Options):
    """starter, checks and solution are Python; prompt and hints are Markdown."""

    title: str = Field(min_length=1, description="name the task in a few words")
    level: Literal["easy", "medium", "hard"] = Field(description="say easy, medium or hard")
    prompt: str = Field(min_length=1, description="say what to do")
    starter: str = Field(min_length=1, description="give the code from which the reader starts")
    checks: str = Field(
        min_length=1, description="give functions that take what the code defines and assert what must hold"
    )
    hints: list[str] = Field(description="help in steps, from a nudge to almost the answer")
    solution: str = Field(min_length=1, description="give code that passes the checks")


class ExerciseDirective(Directive):
    """A task that grades itself. The build sees to it that the solution passes and that the starter does not."""

    name = "exercise"
    argument = "NAME"
    counted = "Exercise"
    options = ExerciseOptions

    def check(self):
        for part in PARTS:
            try:
                tree = ast.parse(getattr(self.option, part))
            except SyntaxError as error:
                self.report(self.line(part) + (error.lineno or 1) - 1, f"{part} is not Python: {error.msg}")
                continue
            if part == "checks":
                self.look_at(tree)

    def look_at(self, checks: ast.Module) -> None:
        """Report what is wrong with the checks themselves."""
        functions = [node for node in checks.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
        if not functions:
            self.report(self.line("checks"), "the checks have no function")
        for function in functions:
            if not ast.get_docstring(function):
                line = self.line("checks") + function.lineno - 1
                self.report(line, f"the check {function.name} needs a docstring, which is what the page says of it")

    def expand(self, chapter):
        option = self.option
        slots = [
            chapter.inline(option.title, self.line("title")),
            Slot(chapter.inline(option.prompt, self.line("prompt")), block=True),
            *(
                Slot(chapter.inline(hint, self.line(f"hints.{at}")), searched=False)
                for at, hint in enumerate(option.hints)
            ),
        ]
        hints = "".join(
            f'<details class="hint"><summary>Hint {at} of {len(option.hints)}</summary><p><!--slot--></p></details>'
            for at in range(1, len(option.hints) + 1)
        )
        html = (
            f"<zoo-exercise {address(chapter, self.id)}>"
            f'<section class="exercise" data-state="open" id="{escape(self.id)}">'
            f'<header><span class="exercise-number">{self.label}</span> <span class="exercise-title"><!--slot--></span>'
            f' <span class="exercise-level" data-level="{option.level}">{option.level}</span></header>'
            f'<div class="exercise-prompt"><!--slot--></div>{card(option.starter.rstrip())}'
            '<button type="button" class="exercise-check">Check</button><ol class="exercise-results"></ol>'
            f'{hints}<details class="solution"><summary>Solution</summary>{code(option.solution.rstrip())}</details>'
            "</section></zoo-exercise>"
        )
        return chapter.fragment(lambda: html, html, slots=slots)
