"""The code of a rule as a reader edits it: taken from the package, with a race against the original at its end.

Nothing here is written by hand: the step, its state and its small helpers are slices of their modules, knobs and
traits are those of the registry, the learning rate of the race is the one that demos find by tuning.
"""

import ast
import inspect
import re
from functools import cached_property

import gdzoo
from book import slices
from book.slices import Import, Needs
from demos.kit.tuning import BUDGET, best_lr, is_own
from gdzoo.rules import TRAITS

WIDTH = 120  # of a line of code
MAKERS = ("rule", "around")  # what is called with the facts of a rule
FACTS = ("init", "extra")  # what the package says of a rule beside its step, and a double needs too


def edit(rule: gdzoo.Rule) -> str:
    """The source of a cell that defines the double of `rule`, called my_..., and races it against the original."""
    return Edit(rule).source


class Edit:
    """A rule on its way into a cell."""

    def __init__(self, rule: gdzoo.Rule):
        self.rule, self.name = rule, f"my_{rule.name}"
        step = inspect.unwrap(rule.step)
        self.wraps = step is not rule.step  # a rule around a rule, which is its first parent
        self.home = slices.module(step.__module__)
        self.node = self.home.definitions[step.__name__]

    @cached_property
    def source(self) -> str:
        double = f"{self.decorator}\n{self.function}"
        needs = Needs(self.home, double, known=["gdzoo", "inner", self.name])
        head = [slices.import_lines({*needs.imports, *self.imports})]
        if self.wraps:
            head.append(f'inner = gdzoo.RULES["{self.rule.parents[0]}"]')
        return "\n\n\n".join(["\n\n".join(head), *needs.copies, double, self.race]) + "\n"

    @property
    def imports(self) -> list[Import]:
        knob = [Import("gdzoo", "Knob", "Knob")] if self.rule.knobs else []
        return [Import("gdzoo", "", "gdzoo"), *knob]

    @property
    def decorator(self) -> str:
        knobs = "".join(f'        "{name}": {written(knob)},\n' for name, knob in self.rule.knobs.items())
        traits = ", ".join(f'"{trait}"' for trait in TRAITS if trait in self.rule.traits)
        facts = {
            "title": f'"My {self.rule.title}"',
            "knobs": f"{{\n{knobs}    }}" if knobs else "",
            "traits": f"{{{traits}}}" if traits else "",
            **self.facts,
        }
        lines = "".join(f"    {name}={value},\n" for name, value in facts.items() if value)
        return f"@gdzoo.rule(\n{lines})"

    @property
    def facts(self) -> dict[str, str]:
        """How the state starts and what is recorded, as the package writes it."""
        maker = self.home.definitions[self.rule.name if self.wraps else self.node.name]
        calls = [node for node in ast.walk(maker) if isinstance(node, ast.Call) and self.home.text(node.func) in MAKERS]
        said = {word.arg: word.value for call in calls for word in call.keywords}
        return {name: self.home.text(said[name]) for name in FACTS if name in said}

    @property
    def function(self) -> str:
        """The step under its new name; one that wraps another names the knobs that it hands on."""
        head, *body = slices.rows(self.home.lines, self.node)
        if self.wraps:
            own = {argument.arg for argument in self.node.args.kwonlyargs}
            handed = ", ".join(f"{name}={name}" for name in self.rule.knobs if name not in own)
            head = re.sub(r"\(inner, (.*?\bt), .*\)", rf"(\1, *, {self.signature})", head)
            body = [row.replace("**knobs", handed) for row in body]
        return "\n".join([fitted(head.replace(f"def {self.node.name}(", f"def {self.name}(")), *body])

    @property
    def signature(self) -> str:
        """The knobs as arguments, with their defaults."""
        return ", ".join(
            name if knob.default is gdzoo.REQUIRED else f"{name}={knob.default!r}"
            for name, knob in self.rule.knobs.items()
        )

    @property
    def race(self) -> str:
        if "matrix" in self.rule.traits:
            ground, start, steps = gdzoo.PROBLEMS["associative_memory"], "x0", 60
            first = f'x0 = gdzoo.PROBLEMS["{ground.name}"].start()\n'
        else:
            ground, steps, first = gdzoo.LANDSCAPES["rosenbrock"], BUDGET, ""
            start = str(list(ground.starts[0]))
        lr = "" if is_own(self.rule) else f", lr={figure(best_lr(self.rule, ground))}"
        return (
            f'{first}race = ["{self.rule.name}", "{self.name}"]\n'
            f'runs = {{rule: gdzoo.minimize(rule, "{ground.name}", {start}, {steps}{lr}) for rule in race}}\n'
            "gdzoo.plot(runs)"
        )


def written(knob: gdzoo.Knob) -> str:
    """A knob as code."""
    words = [f'r"{knob.symbol}"' if "\\" in knob.symbol else f'"{knob.symbol}"']
    if knob.low is not None:
        words += [figure(knob.low), figure(knob.high)]
    if knob.scale != "linear":
        words.append(f'"{knob.scale}"')
    if knob.domain:
        words.append(f'domain="{knob.domain}"')
    return f"Knob({', '.join(words)})"


def figure(number: float | None) -> str:
    """`1e-5`, `0.9`, `100`."""
    return re.sub(r"e([+-])0*", lambda m: f"e{m[1]}".replace("+", ""), f"{number:g}")


def fitted(head: str) -> str:
    """The first line of a function, its arguments on a line of their own where it is too long."""
    if len(head) <= WIDTH:
        return head
    name, _, arguments = head.removesuffix("):").partition("(")
    return f"{name}(\n    {arguments}\n):"
