"""Cells and exercises when the book is built: what becomes of them, every mistake in its own words, and what is not done twice."""

import json
import re

import pytest

from book import reader
from tests.book.conftest import Book

CELLS = """Some words.

```python {run}
import gdzoo

run = gdzoo.minimize("gd", "bowl", [1.0, 2.0], 3, lr=0.1)
print("started")
```

```python {run #end}
run.x[-1]
```

```python {run raises}
1 / 0
```

```listing adam
```

See [](#end).
"""

EXERCISE = '''````exercise half
title: Half of $x$
level: easy
prompt: |
  Write `half(x)`, which gives

  $$
  x / 2.
  $$

  - For numbers, and
  - for arrays.
starter: |
  def half(x):
      ...
checks: |
  def numbers(half):
      """Numbers are halved"""
      assert half(3.0) == 1.5, f"half(3.0) is {half(3.0)}"
hints:
  - What is the opposite of doubling?
  - Write `return` with $x / 2$.
solution: |
  def half(x):
      return x / 2
````
'''


def exercise(**parts: str) -> str:
    """The exercise with other parts: their lines, indented."""
    text = EXERCISE
    for name, lines in parts.items():
        text = re.sub(rf"^{name}:.*?(?=^\w|^````$)", f"{name}: |\n{lines}", text, flags=re.MULTILINE | re.DOTALL)
    return text


MISTAKES = {
    "an error at its own line": (
        "```python {run}\nimport gdzoo\n\nrun = 1\nprint(rnu)\n```",
        ["10: cell cell-1: NameError: name 'rnu' is not defined; did you mean `run`?"],
    ),
    "no Python": (
        "```python {run #broken}\nx = 1\nx = = 2\n```",
        ["8: cell broken: SyntaxError: invalid syntax"],
    ),
    "told once, not again by what needs it": (
        "```python {run}\nx = 1\nraise ValueError('no')\n```\n\n```python {run}\nprint(x)\n```\n\n```python {run}\nprint(2)\n```",
        ["8: cell cell-1: ValueError: no"],
    ),
    "an error that does not come": (
        "```python {run raises}\n1 + 1\n```",
        ["6: cell cell-1: is to raise an error, says {run raises}, and raises none"],
    ),
    "a word that says nothing": (
        "```python {run raise}\n1 + 1\n```",
        ["6: cell cell-1: unknown option 'raise'; did you mean 'raises'?"],
    ),
    "an impossible name": (
        "```python {run #a.b}\n1 + 1\n```",
        ["6: cell a.b: a name is made of letters, digits, - and _, not 'a.b'"],
    ),
    "a name twice": (
        "```python {run #a}\n1\n```\n\n```python {run #a}\n2\n```",
        ["10: cell a: the id 'a' is taken by line 6; give this one another name, {run #name}"],
    ),
    "a cell without code": ("```python {run}\n\n```", ["6: cell cell-1: there is no code in it"]),
    "a block of another kind": (
        "```python {ran}\n1\n```",
        ["6: unknown kind of Python block 'python {ran}'; did you mean 'python {run}'?"],
    ),
    "a starter that passes": (
        exercise(starter="  half = lambda x: x / 2\n"),
        ["19: exercise half: the starter passes all checks; leave something to do"],
    ),
    "a solution that fails": (
        exercise(solution="  def half(x):\n      return x / 4\n"),
        ['29: exercise half: the solution fails "Numbers are halved": half(3.0) is 0.75'],
    ),
    "a solution that does not run": (
        exercise(solution="  import gdzoo\n\n  gdzoo.nothing\n"),
        ["31: exercise half: the solution fails: AttributeError: module 'gdzoo' has no attribute 'nothing'"],
    ),
    "checks that cannot run": (
        exercise(checks='  import gdzoo.none\n\n  def one(half):\n      """One"""\n'),
        ["22: exercise half: the checks stop with ModuleNotFoundError: No module named 'gdzoo.none'"],
    ),
    "parts that are not Python": (
        exercise(starter="  x =\n", checks="  def\n", solution="  y = 1\n  (\n"),
        [
            "19: exercise half: starter is not Python: invalid syntax",
            "21: exercise half: checks is not Python: invalid syntax",
            "27: exercise half: solution is not Python: '(' was never closed",
        ],
    ),
    "checks that say nothing": (
        exercise(checks="  def one(half):\n      assert half(2) == 1\n"),
        ["22: exercise half: the check one needs a docstring, which is what the page says of it"],
    ),
    "no checks": (exercise(checks="  x = 1\n"), ["22: exercise half: the checks have no function"]),
    "a level that is none": (
        EXERCISE.replace("level: easy", "level: simple"),
        ["8: exercise half: level must be 'easy', 'medium' or 'hard', got 'simple'"],
    ),
    "parts that are missing": (
        "```exercise half\ntitle: Half\nlevel: easy\nprompt: Write it.\n```",
        [
            "6: exercise half: 'checks' is missing: give functions that take what the code defines and assert what must hold",
            "6: exercise half: 'hints' is missing: help in steps, from a nudge to almost the answer",
            "6: exercise half: 'solution' is missing: give code that passes the checks",
            "6: exercise half: 'starter' is missing: give the code from which the reader starts",
        ],
    ),
    "a formula in a hint": (
        EXERCISE.replace("$x / 2$", "$\\nosuch$"),
        ["27: formula: Undefined control sequence: \\nosuch at position 1: \\nosuch"],
    ),
    "a cell that does not end": (
        "```python {run}\nprint(1)\n```\n\n```python {run}\nwhile True:\n    pass\n```",
        ["10: cell cell-2: runs for more than 4 seconds"],
    ),
    "a solution that does not end": (
        exercise(solution="  while True:\n      pass\n"),
        ["29: exercise half: the solution runs for more than 4 seconds"],
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The mistakes of a book in which every page has one."""
    book = Book(tmp_path_factory.mktemp("mistakes"), tmp_path_factory.mktemp("cache") / "book")
    for name, (text, _) in MISTAKES.items():
        book.write(text, name=f"{name.replace(' ', '-')}.md")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "LIMIT", 4)
        lines = str(book.build().problems).splitlines()
    return lambda name: [
        line.removeprefix(start) for line in lines if line.startswith(start := f"docs/{name.replace(' ', '-')}.md:")
    ]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_line(told, name):
    assert told(name) == MISTAKES[name][1]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A book of two pages that are as they should be."""
    book = Book(tmp_path_factory.mktemp("good"), tmp_path_factory.mktemp("cache") / "book")
    book.write(CELLS)
    book.write(EXERCISE, name="other.md", front="---\ntitle: Other\nnumber: 5\n---\n\n")
    assert str(book.build().problems) == ""
    return book


def fragments(book: Book) -> str:
    return "".join(make() for make in book.library.fragments.values())


def data(book: Book, page: str) -> dict:
    files = [json.loads(file.read_text()) for file in (book.library.places.pages / "assets/cells").glob("*.json")]
    (found,) = [file for file in files if file["page"] == f"{page}/"]
    return found


def test_a_cell_stands_in_the_page_with_its_output(built):
    html = fragments(built)
    cell = re.search(
        r'<zoo-cell data-src="\.\./assets/cells/(\w+)\.json" data-id="cell-1">(.*?)</zoo-cell>', html, re.DOTALL
    )
    assert cell
    assert (built.library.places.pages / f"assets/cells/{cell[1]}.json").is_file()
    assert cell[2].startswith(
        '<div class="cell" data-state="idle" id="cell-1"><pre class="cell-code"><code><span class="code-line"><span class="kn">import</span>'
    )
    output = cell[2].partition('<div class="cell-bar"></div><div class="cell-output">')[2]
    assert "started" in output
    assert "ZeroDivisionError" in html, "an error that is meant to be there"
    assert "See [this cell](#end)." in (built.library.places.pages / "page.md").read_text(encoding="utf-8")


def test_the_file_of_a_page_has_what_brings_it_to_life(built):
    page = data(built, "page")
    assert [cell["id"] for cell in page["cells"]] == ["cell-1", "end", "cell-3"]
    assert [cell["needs"] for cell in page["cells"]] == [[], ["cell-1"], []]
    first, end, last = ([piece["kind"] for piece in cell["pieces"]] for cell in page["cells"])
    assert (first, end, last) == (["text"], ["value"], ["error"])
    assert page["cells"][1]["source"] == "run.x[-1]"
    assert page["cells"][1]["pieces"][0]["note"] == "array of shape (2,)"
    assert [edit["id"] for edit in page["edits"]] == ["edit-adam"]
    assert "def my_adam(" in page["edits"][0]["source"]
    assert page["exercises"] == page["arrays"] == []


def test_an_exercise_stands_in_the_page_and_its_checks_do_not(built):
    html = fragments(built)
    found = re.search(r"<zoo-exercise .*</zoo-exercise>", html, re.DOTALL)
    assert found
    text = re.sub(r"<[^>]+>", "", found[0])
    assert '<section class="exercise" data-state="open" id="half">' in found[0]
    assert text.startswith("Exercise 5.1")
    assert "def half(x):\n    ..." in text
    assert "return x / 2" in text, "the solution, folded"
    assert found[0].count('<details class="hint">') == 2
    assert "Numbers are halved" not in text
    (exercise,) = data(built, "other")["exercises"]
    assert exercise["id"] == "half"
    assert exercise["source"] == "def half(x):\n    ..."
    assert "Numbers are halved" in exercise["checks"]
    assert "solution" not in exercise


def test_a_listing_of_a_rule_can_be_edited(built):
    html = fragments(built)
    assert '<details class="listing-edit"><summary>Edit this optimizer</summary><zoo-cell ' in html
    assert 'data-id="edit-adam"' in html


def test_code_counts_as_reading(book):
    def minutes(text: str) -> int:
        book.markdown(text)
        found = re.search(r"^minutes: (\d+)$", (book.library.places.pages / "page.md").read_text(), re.MULTILINE)
        assert found
        return int(found[1])

    lines = "x = 1\n" * 60
    assert minutes("Words.") == 1
    assert minutes(f"Words.\n\n```python {{run}}\n{lines}```") == 3


def test_nothing_runs_twice(built, monkeypatch):
    monkeypatch.setattr(reader, "Talk", None)  # whoever starts Node fails
    before = fragments(built)
    built.build()
    assert built.library.cache.computed == 0
    assert fragments(built) == before


def test_what_python_is_asked_through_is_known_in_full():
    found, new = set(), {reader.SCRIPT}
    while new:
        found |= new
        imported = {
            script.parent / name for script in new for name in re.findall(r'from "(\./.*?)"', script.read_text())
        }
        new = imported - found
    assert found == set(reader.BRIDGE)


def test_only_a_changed_page_runs_again(built, monkeypatch):
    asked = []
    rehearse = reader.Reader.rehearse
    monkeypatch.setattr(
        reader.Reader, "rehearse", lambda self, python, pages: asked.extend(pages) or rehearse(self, python, pages)
    )
    built.write(CELLS.replace('"started"', '"begun"'))
    assert str(built.build().problems) == ""
    assert asked == ["page.md"]
    assert "begun" in fragments(built)


def test_the_same_pages_give_the_same_bytes(built, tmp_path):
    again = Book(tmp_path, tmp_path / "cache")
    for page in ("page.md", "other.md"):
        (again.docs / page).write_bytes((built.docs / page).read_bytes())
    built.build()
    again.build()
    assert fragments(again) == fragments(built)
    assert [data(again, page) for page in ("page", "other")] == [data(built, page) for page in ("page", "other")]
