"""A small book of its own for each test: pages from strings, built by the real stages."""

from pathlib import Path

import pytest

from book import stages
from book.library import Library
from book.places import Places
from book.web import Bundle

FIGURE = """
def draw(fig):
    ax = fig.subplots()
    ax.plot([0, 1, 2], [0, 1, 4], color="zoo:momentum", label="$x^2$")
    ax.set_xlabel("step")
    ax.legend()
"""

REFERENCES = """
@inproceedings{kingma2015adam,
  author = {D. P. Kingma and J. Ba},
  title = {{Adam}: A Method for Stochastic Optimization},
  booktitle = {ICLR},
  year = {2015},
  eprint = {1412.6980},
}

@article{polyak1964methods,
  author = {B. T. Polyak},
  title = {Some Methods of Speeding up the Convergence of Iteration Methods},
  journal = {USSR Computational Mathematics and Mathematical Physics},
  volume = {4},
  number = {5},
  pages = {1--17},
  year = {1964},
  doi = {10.1016/0041-5553(64)90137-5},
}
"""

FRONT = "---\ntitle: A page\nnumber: 4\n---\n\n"  # the text of a page begins on line 6


class Book:
    """Pages in a temporary folder, and what the stages make of them."""

    def __init__(self, folder: Path, cache: Path):
        self.docs, self.cache = folder / "docs", cache
        (self.docs / "figures").mkdir(parents=True)
        (self.docs / "figures/square.py").write_text(FIGURE)
        (self.docs / "refs.bib").write_text(REFERENCES)

    def write(self, text: str, name: str = "page.md", front: str = FRONT) -> None:
        (self.docs / name).write_text(front + text, encoding="utf-8")

    def build(self) -> Library:
        """Everything up to the generator."""
        self.library = Library(Places(docs=self.docs, cache=self.cache), "https://example.org/book")
        chapters = stages.read(self.library)
        files = stages.expand(self.library, chapters, Bundle("assets/main.js", "assets/main.css", {}))
        stages.store(self.library.places.pages, files, prune=not self.library.problems)
        return self.library

    def problems(self, text: str) -> list[str]:
        """The mistakes in a page that holds `text`, as they are printed."""
        self.write(text)
        return [line for line in str(self.build().problems).splitlines() if line.startswith("docs/")]

    def markdown(self, text: str) -> str:
        """What the generator would see of `text`, below the front matter."""
        assert self.problems(text) == []
        return (self.library.places.pages / "page.md").read_text(encoding="utf-8").split("---\n\n", 1)[1].strip()

    def fragment(self) -> str:
        """The one fragment of the last build."""
        (make,) = self.library.fragments.values()
        return make()


@pytest.fixture(scope="session")
def cache(tmp_path_factory) -> Path:
    """One cache for all tests, since computing the demos takes most of the time."""
    return tmp_path_factory.mktemp("cache") / "book"


@pytest.fixture
def book(tmp_path, cache) -> Book:
    return Book(tmp_path, cache)
