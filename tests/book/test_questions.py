"""Predictions and quick checks when the book is built: what becomes of them, and every mistake in its own words."""

import re

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


def test_questions_of_every_form_are_read(book):
    second = CLICK.replace("demo descent\n", "demo descent\nid: second\n")
    assert book.problems("\n".join([SETUP + QUIZ, NUMBER, PREDICT, second])) == []
    html = "".join(make() for make in book.library.fragments.values())
    assert html.count("data-veil") == 2
    assert re.findall(r"<li data-right>.*?value=\"(\d)\"", html) == ["0", "1"]
