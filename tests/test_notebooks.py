"""Every chapter's notebook runs from its first cell to its last with nothing but the site's wheel, and says what the page says.

Starters do not pass the checks of their exercises, and solutions do.
"""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import v4

from book import rehearsal, stages, wheel
from book.directives.cell import CellDirective
from book.directives.exercise import ExerciseDirective
from book.library import Library
from book.offers.notebook import notebook
from book.places import ROOT, Places
from tests.test_cells_everywhere import alike
from tests.travel import unpacked

CHAPTERS = sorted(path.name for path in (ROOT / "docs").glob("*.md") if "\nnumber:" in path.read_text("utf-8"))
ADDRESS = "https://example.org/"


@pytest.fixture(scope="module")
def library():
    return Library(Places(), "https://example.org/book", address=ADDRESS)


@pytest.fixture(scope="module")
def chapters(library):
    """Every chapter after its rehearsal."""
    found = stages.read(library)
    rehearsal.rehearse(library, found)
    return {chapter.page.uri: chapter for chapter in found}


@pytest.fixture(scope="module")
def installed(library, tmp_path_factory) -> Path:
    """A folder with the wheel that the site serves, and nothing else of the book."""
    folder = tmp_path_factory.mktemp("wheel")
    zipfile.ZipFile(BytesIO(wheel.files(library.cache)[wheel.ADDRESS])).extractall(folder)
    return folder


def run(book, folder: Path):
    """Execute all cells, in one kernel."""
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute(
        env={**os.environ, "PYTHONPATH": str(folder), "IPYTHONDIR": str(folder / "ipython")}
    )
    return {cell.id: cell for cell in book.cells if cell.cell_type == "code"}


def printed(cell) -> str:
    return "".join(output.text for output in cell.outputs if output.get("name") == "stdout")


@pytest.mark.parametrize("page", CHAPTERS)
def test_a_notebook_runs_and_says_what_the_page_says(chapters, installed, page):
    chapter = chapters[page]
    book = nbformat.reads(notebook(chapter), as_version=4)
    exercises = [part for part in chapter.parts if isinstance(part, ExerciseDirective)]
    checks = [cell for cell in book.cells if cell.source.startswith("%%check\n")]
    assert len(checks) == len(exercises)
    for at, (cell, part) in enumerate(zip(checks, exercises, strict=True)):
        after = book.cells.index(cell) + 1
        solved = [
            v4.new_code_cell(source, id=f"{name}-{at}")
            for name, source in [("solution", part.option.solution), ("passed", cell.source)]
        ]
        book.cells[after:after] = solved
    cells = run(book, installed)

    for at, cell in enumerate(checks):
        assert "✗" in printed(cell)
        assert printed(cells[f"passed-{at}"]).count("✓") == len(printed(cells[f"passed-{at}"]).splitlines()) > 0
    if chapter.cells:
        pieces = {cell["id"]: cell["pieces"] for cell in unpacked(chapter.rehearsed.text)["cells"]}
        sources = {cell.source: cell for cell in book.cells}
        for part in chapter.parts:
            if isinstance(part, CellDirective):
                told = "".join(p["text"] for p in pieces[part.id] if p["kind"] == "text" and p["stream"] == "out")
                assert alike(printed(sources[part.source]), told)
