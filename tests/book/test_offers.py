"""What a chapter offers: a notebook, BibTeX, the numbers behind its figures."""

import csv
import io
import json
import zipfile

import nbformat
import pytest

from book import offers, stages
from book.library import Library
from book.places import Places

PAGE = """Words of Adam [@kingma2015adam]; see [](#square), [](other.md) and [the top](other.md#top).

```demo valley
kappa: 50
id: valley
caption: It runs at $\\eta = `{python} 1 / 8`$.
```

!!! myth "A myth"
    A claim.

    ```figure square
    alt: A parabola.
    caption: A **square**.
    ```

    It ends here.

After it.

```listing momentum
notes:
  "g = ": the gradient
```

```python {run raises}
1 / 0
```

```quiz half
question: What is half of $1$?
number: 1 / 2
within: 0.01
because: Two halves make one.
```

```exercise one
title: One
level: easy
prompt: Return one.
starter: |
  def one():
      return 0
checks: |
  def is_one(one):
      \"\"\"It is one\"\"\"
      close(one(), 1, "what one returns")
hints:
  - Think of $1$.
solution: |
  def one():
      return 1
```
"""


@pytest.fixture
def offered(book):
    """{name: content} of what the page offers."""
    book.write("Other. {#top}\n", "other.md", front="---\ntitle: The other page\n---\n\n")
    book.write(PAGE)

    def build(cache=book.cache):
        library = Library(
            Places(docs=book.docs, cache=cache), "https://example.org/code", address="https://example.org/zoo/"
        )
        chapters = stages.read(library)
        for chapter in chapters:
            chapter.expand()
        assert str(library.problems) == ""
        return {name.removeprefix("page/"): content for name, content in offers.files(library, chapters).items()}

    return build


def test_a_page_without_a_number_offers_nothing(offered):
    assert sorted(offered()) == ["page-data.zip", "page.bib", "page.ipynb"]


def test_the_same_chapter_gives_the_same_bytes(offered, tmp_path):
    assert offered() == offered(tmp_path / "another cache")


def test_bibtex_is_the_chapter_and_what_it_cites(offered):
    text = offered()["page.bib"].decode()
    assert text.startswith("@incollection{zoo2026page,\n  author = {{The authors of Gradient Descent Zoo}},\n")
    assert "  chapter = {4},\n" in text
    assert "  url = {https://example.org/zoo/page/},\n" in text
    assert "@inproceedings{kingma2015adam,\n  author = {D. P. Kingma and J. Ba}," in text
    assert "polyak" not in text
    assert text.count("{") == text.count("}")


def test_the_data_are_those_of_the_figures(offered):
    pack = zipfile.ZipFile(io.BytesIO(offered()["page-data.zip"]))
    assert pack.namelist() == ["README.txt", "figure-4-1-valley.csv", "figure-4-2-square.csv"]
    head, *rows = csv.reader(io.StringIO(pack.read("figure-4-1-valley.csv").decode()))
    assert head[:3] == ["step", "x, Gradient descent", "y, Gradient descent"]
    assert rows[0][0] == "0"
    assert len(rows) == 81
    assert pack.read("figure-4-2-square.csv").decode() == (
        "panel,kind,series,point,x,y,value\n"
        "panel 1,line,$x^2$,0,0,0,\npanel 1,line,$x^2$,1,1,1,\npanel 1,line,$x^2$,2,2,4,\n"
    )


def test_a_readme_names_settings_and_columns(offered):
    text = zipfile.ZipFile(io.BytesIO(offered()["page-data.zip"])).read("README.txt").decode()
    assert text.startswith(
        "The numbers behind the figures of chapter 4, A page, of Gradient Descent Zoo\nhttps://example.org/zoo/page/\n"
    )
    assert "Settings: kappa = 50" in text
    assert "Columns: step; x, Gradient descent;" in text
    assert "figure-4-2-square.csv\nFigure 4.2: A parabola.\nColumns: panel; kind; series; point; x; y; value\n" in text


def test_a_notebook_tells_the_whole_page(offered):
    book = nbformat.reads(offered()["page.ipynb"].decode(), as_version=4)
    texts = [cell.source for cell in book.cells]
    whole = "\n".join(texts)
    assert texts[0].startswith("# A page\n")
    assert "%pip install --quiet https://example.org/zoo/assets/gdzoo-" in texts[1]
    assert "([Kingma & Ba, 2015](https://example.org/zoo/page/#ref-kingma2015adam))" in whole
    assert "[Figure 4.2](https://example.org/zoo/page/#square)" in whole
    assert "[The other page](https://example.org/zoo/other/)" in whole
    assert "[the top](https://example.org/zoo/other/#top)" in whole
    assert "**[Figure 4.1, live](https://example.org/zoo/page/#valley).** It runs at $\\eta = 0.125$." in whole
    assert "![A parabola.](attachment:square.png)\n\n**Figure 4.2.** A **square**." in whole
    assert "> **A myth**\n>\n> A claim." in texts
    assert "> It ends here.\n\nAfter it." in texts
    assert "https://example.org/code/blob/main/gdzoo/optimizers/momentum/heavy_ball.py#L" in whole
    assert "- `g = f.grad(x)`: the gradient" in whole
    assert (
        "**Quick check.** What is half of $1$?\n\n<details>\n<summary>Answer</summary>\n\n0.5. Two halves make one."
        in whole
    )
    assert "### Exercise 4.1 · One (easy)\n\nReturn one." in whole
    assert "<summary>Hint 1 of 1</summary>\n\nThink of $1$.\n" in whole


def test_a_cell_that_raises_says_so_and_tools_are_folded(offered):
    cells = json.loads(offered()["page.ipynb"])["cells"]
    by_start = {"".join(cell["source"]).split("\n")[0]: cell for cell in cells}
    assert by_start["1 / 0"]["metadata"] == {"tags": ["raises-exception"]}
    assert by_start["%%tools"]["metadata"]["jupyter"] == {"source_hidden": True}


def test_a_notebook_carries_only_the_tools_that_its_checks_use(offered):
    cells = json.loads(offered()["page.ipynb"])["cells"]
    tools = next(text for cell in cells if (text := "".join(cell["source"])).startswith("%%tools"))
    assert "def close(" in tools
    assert "def number(" in tools
    assert "def same_as(" not in tools
    assert "lab" not in tools
    assert "demos" not in tools
