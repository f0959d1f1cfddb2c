"""Predictions and quick checks when the book is built: what becomes of them, and every mistake in its own words."""

import re

import numpy as np
import pytest

from tests.book.conftest import Book

SETUP = """```python {setup}
L, lr = 10.0, 0.21
```

"""

QUIZ = """```quiz bowl
question: Which learning rates converge when $L = 10$?
choices:
  - text: "`lr=0.1`"
    when: 0.1 * L < 2
    because: $0.1 \\cdot 10 = 1 < 2$, see [@kingma2015adam].
  - text: "`lr=0.25`"
    because: $0.25 \\cdot 10 = 2.5 > 2$.
```
"""

NUMBER = """```quiz half
question: How many steps until the error is a thousandth?
number: np.log(1e-3) / np.log(0.9)
within: 1%
unit: steps
because: The error keeps 0.9 of itself.
wrong:
  - value: np.log(1e-3) / np.log(0.81)
    because: That is the loss, which falls twice as fast.
```
"""

PREDICT = """```predict walls
question: The steep wall allows $\\eta < 2/L$. What does $\\eta = 2.1/L$ do?
choices:
  - text: It converges, only slower.
    because: What grows cannot converge.
  - text: It diverges.
    when: abs(1 - lr * L) > 1
    because: Each step multiplies the error by `{python} 1 - lr * L | .1f`.
```

```demo descent
```
"""

CLICK = """```predict end
question: Where does it end?
click: plane
within: 8%
because: At the minimum.
```

```demo descent
```
"""


MISTAKES = {
    "no question": (
        "```quiz a\nnumber: 1\nwithin: 1\nbecause: So.\n```",
        ["6: quiz a: 'question' is missing: ask something"],
    ),
    "no name": ("```quiz\nquestion: What?\n```", ["6: quiz: write '```quiz NAME'"]),
    "nothing to answer": (
        "```quiz a\nquestion: What?\n```",
        ["6: quiz a: give one of `choices:` or `number:`; there is none"],
    ),
    "two kinds of answers": (
        QUIZ.replace("choices:", "number: 1\nchoices:"),
        ["6: quiz bowl: give one of `choices:` or `number:`, not both"],
    ),
    "no choice right": (
        QUIZ.replace("when: 0.1 * L < 2", "when: 0.3 * L < 2").replace("L", "10"),
        ["8: quiz bowl: no choice is right; give one `right: true`, or a `when:` that holds"],
    ),
    "all choices right": (
        QUIZ.replace("when: 0.1 * L < 2", "right: true").replace('"`lr=0.25`"', '"`lr=0.15`"\n    right: true'),
        ["8: quiz bowl: all choices are right; add one that is wrong"],
    ),
    "one choice": (
        "```quiz a\nquestion: What?\nchoices:\n  - text: This\n    right: true\n    because: So.\n```",
        ["8: quiz a: give 2 to 6 choices, not 1"],
    ),
    "a choice without explanation": (
        "```quiz a\nquestion: What?\nchoices:\n  - text: This\n    right: true\n  - text: That\n    because: So.\n```",
        ["9: quiz a: 'because' is missing: explain why this answer is right or wrong"],
    ),
    "a choice that is only words": (
        "```quiz a\nquestion: What?\nchoices:\n  - This\n  - text: That\n    because: So.\n```",
        ["9: quiz a: expected `name: value` here, got 'This'"],
    ),
    "an unknown part of a choice": (
        QUIZ.replace("when: 0.1", "if: 0.1"),
        ["10: quiz bowl: unknown option 'if'; known: text, because, when, right"],
    ),
    "a choice that is right twice": (
        QUIZ.replace("when: 0.1 * L < 2", "when: 0.1 < 2\n    right: true"),
        ["10: quiz bowl: a choice has `when:` or `right:`, not both"],
    ),
    "a condition that fails": (
        QUIZ.replace("0.1 * L", "0.1 * M"),
        ["10: quiz bowl: `0.1 * M < 2`: NameError: name 'M' is not defined"],
    ),
    "a condition that is no Python": (
        QUIZ.replace("0.1 * L < 2", "0.1 <"),
        ["10: quiz bowl: `0.1 <`: SyntaxError: invalid syntax"],
    ),
    "a condition of many": (
        QUIZ.replace("0.1 * L < 2", "np.ones(2) > 0"),
        ["10: quiz bowl: `np.ones(2) > 0`: gives an array, and a condition needs one truth"],
    ),
    "an explanation of two paragraphs": (
        QUIZ.replace("because: $0.25", "because: |\n      One.\n\n      $0.25").replace("0.1 * L", "0.1"),
        [
            "14: quiz bowl: an explanation is one paragraph; a formula in it stands between single dollars",
        ],
    ),
    "a number without tolerance or explanation": (
        "```quiz a\nquestion: What?\nnumber: 1\n```",
        [
            "6: quiz a: 'because' is missing: explain the answer",
            "6: quiz a: 'within' is missing: say how far off is still right, as in 0.5 or 5%",
        ],
    ),
    "a tolerance in words": (
        NUMBER.replace("1%", "a bit"),
        ["9: quiz half: within must be a number above 0 or a share such as 5%, got 'a bit'"],
    ),
    "no tolerance at all": (
        NUMBER.replace("1%", "0"),
        ["9: quiz half: within must be a number above 0 or a share such as 5%, got '0'"],
    ),
    "a share of nothing": (
        "```quiz a\nquestion: What?\nnumber: 0\nwithin: 5%\nbecause: So.\n```",
        ["9: quiz a: 5% of 0 is nothing; give a number"],
    ),
    "a number that fails": (
        NUMBER.replace("np.log(1e-3) / np.log(0.9)", "np.inf"),
        ["8: quiz half: `np.inf`: is not a finite number"],
    ),
    "a number that is none": (
        NUMBER.replace("number: np.log(1e-3) / np.log(0.9)", "number: \"'many'\""),
        ["8: quiz half: `'many'`: does not give a number"],
    ),
    "an error that is right": (
        NUMBER.replace("np.log(0.81)", "np.log(0.9005)"),
        ["13: quiz half: 65.9105 is within what counts as right"],
    ),
    "an error without explanation": (
        NUMBER[: NUMBER.index("    because: That is")] + "```\n",
        ["13: quiz half: 'because' is missing: explain the error that leads to it"],
    ),
    "options of another kind of answer": (
        QUIZ.replace("choices:", "unit: steps\nchoices:").replace("0.1 * L", "0.1"),
        ["8: quiz bowl: `unit:` does not go with `choices:`"],
    ),
    "a formula in an explanation": (
        QUIZ.replace("2.5 > 2$", "2.5 > \\nosuch$").replace("0.1 * L", "0.1"),
        ["13: formula: Undefined control sequence: \\nosuch at position 23: …dot 10 = 2.5 > \\nosuch"],
    ),
    "a prediction of nothing": (
        PREDICT[: PREDICT.index("```demo")].replace("lr * L", "2.1"),
        [
            "6: predict walls: a prediction stands in front of the demo that it is about; nothing follows",
        ],
    ),
    "a prediction of something else": (
        PREDICT.replace("```demo descent", "```listing adam").replace("lr * L", "2.1"),
        [
            "6: predict walls: a prediction stands in front of the demo that it is about; here a listing follows",
        ],
    ),
    "two predictions come true": (
        PREDICT.replace("only slower.", "only slower.\n    right: true").replace("lr * L", "2.1"),
        ["8: predict walls: 2 choices are right; of a prediction exactly one comes true"],
    ),
    "no prediction comes true": (
        PREDICT.replace("lr * L", "0.1"),
        ["8: predict walls: no choice is right; of a prediction exactly one comes true"],
    ),
    "a click into an unknown panel": (
        CLICK.replace("click: plane", "click: plain"),
        ["8: predict end: unknown panel of demo descent, 'plain'; did you mean 'plane'?"],
    ),
    "the end of an unknown path": (
        CLICK.replace("plane", "plane\npath: Nesterov").replace("descent", "race"),
        ["9: predict end: unknown path 'Nesterov'; known: Gradient descent, Momentum, RMSprop, Adam"],
    ),
    "a path without a click": (
        PREDICT.replace("choices:", "path: Adam\nchoices:").replace("lr * L", "2.1"),
        ["8: predict walls: `path:` does not go with `choices:`"],
    ),
    "a path that leaves the picture": (
        CLICK.replace("demo descent\n", "demo descent\nlr: 3\n"),
        [
            "8: predict end: the path does not end in the picture; ask for something else, or give the demo another state",
        ],
    ),
    "a panel without a path": (
        CLICK.replace("plane", "map").replace("demo descent", "demo momentum-map"),
        ["8: predict end: nothing moves in the panel 'map'"],
    ),
    "a setup that fails is told once": (
        "```python {setup}\nL = 1 / 0\n```\n\n" + QUIZ,
        ["7: python {setup}: ZeroDivisionError: division by zero"],
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory, cache):
    """The mistakes of a book in which every page has one."""
    book = Book(tmp_path_factory.mktemp("mistakes"), cache)
    for name, (text, _) in MISTAKES.items():
        book.write(text, name=f"{name.replace(' ', '-')}.md")
    lines = str(book.build().problems).splitlines()
    return lambda name: [
        line.removeprefix(start) for line in lines if line.startswith(start := f"docs/{name.replace(' ', '-')}.md:")
    ]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_line(told, name):
    assert told(name) == MISTAKES[name][1]


@pytest.fixture(scope="module")
def pages(tmp_path_factory, cache):
    """The HTML of every question, by its id, and the Markdown of the page around them."""
    book = Book(tmp_path_factory.mktemp("questions"), cache)
    click = CLICK.replace("demo descent\n", "demo descent\nid: second\n")
    text = book.markdown("\n".join([SETUP + QUIZ, NUMBER, PREDICT, click, "See [](#walls), then [](#bowl)."]))
    html = "".join(make() for make in book.library.fragments.values())
    return html, text


def part(html: str, element: str, id: str) -> str:
    return next(found for found in re.findall(rf"<{element}.*?</{element}>", html) if f'id="{id}"' in found)


def test_conditions_say_which_choices_are_right(pages):
    for element, id, right in (("zoo-quiz", "bowl", "0"), ("zoo-predict", "walls", "1")):
        html = part(pages[0], element, id)
        assert re.findall(r'<li data-right>.*?value="(\d)"', html) == [right]
        assert html.count('type="radio"') == 2
        assert re.findall(r"<strong>(\w+)\.", html) == (["Right", "Wrong"] if right == "0" else ["Wrong", "Right"])


def test_a_number_knows_its_value_its_tolerance_and_its_typical_errors(pages):
    html = part(pages[0], "zoo-quiz", "half")
    value, wrong = np.log(1e-3) / np.log(0.9), np.log(1e-3) / np.log(0.81)
    given = [float(n) for n in re.findall(r'data-(?:value|within)="(.*?)"', html)]
    np.testing.assert_allclose(given, [value, value / 100, wrong])
    assert "<strong>65.56 steps.</strong>" in html
    assert "<strong>Not 32.78.</strong>" in html


def test_the_demo_behind_a_prediction_is_veiled_and_no_other(pages):
    assert re.findall(r"<zoo-demo[^>]*? data-veil><figure class=\"demo\" id=\"(\w+)\"", pages[0]) == [
        "descent",
        "second",
    ]
    html = part(pages[0], "zoo-predict", "end")
    assert 'data-demo="second" data-panel="plane" data-within="0.08"' in html


def test_answers_are_behind_their_names_and_a_search_does_not_find_them(pages):
    html, text = pages
    assert "Right or wrong?</summary>" in html
    assert "<span data-slot=" in text
    for line in text.splitlines():
        if "What grows" in line or "Each step multiplies" in line:
            assert "data-search-exclude" in line
    assert "multiplies the error by −1.1." in text
    assert "See [this prediction](#walls), then [this quick check](#bowl)." in text
