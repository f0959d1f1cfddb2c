"""The worked examples of CONTRIBUTING.md do what the text around them says."""

import re
from pathlib import Path

import numpy as np
import pytest

import gdzoo
from demos.kit import wire

TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
RULE, DEMO = re.findall(r"^```python\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
PAGE = re.search(r"^````markdown\n(.*?)^````$", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture
def normalized_momentum():
    space: dict = {"__name__": "normalized_momentum"}
    exec(RULE, space)
    yield space["normalized_momentum"]
    gdzoo.RULES._entries.pop("normalized_momentum")


def test_the_rule_joins_the_registry_and_runs_in_batches(normalized_momentum):
    assert gdzoo.RULES["normalized_momentum"] is normalized_momentum
    run = gdzoo.minimize("normalized_momentum", "valley", [1.0, 1.0], 100, lr=[0.01, 0.02])
    assert run.x.shape == (101, 2, 2)
    np.testing.assert_allclose(run.x[1], 1 - np.outer([1, 10], [0.01, 0.02]) / np.sqrt(101))


def test_the_demo_answers_with_a_scene_that_can_travel():
    space: dict = {"__name__": "demos.two_starts"}
    exec(DEMO, space)
    demo = space["TwoStarts"]
    assert demo.name == "two-starts"
    answer = demo(apart=0.01).answer()
    assert answer["summary"] == "**They end together**, having started 0.01 apart."
    assert wire.dumps(answer)


def test_the_chapter_builds(tmp_path):
    from tests.book.conftest import Book  # the small book of the build's own tests

    assert PAGE
    book = Book(tmp_path, tmp_path / "cache")
    (book.docs / "refs.bib").write_text(
        "@article{polyak1964some,\n author = {B. T. Polyak},\n title = {Some Methods},\n journal = {A Journal},\n year = {1964},\n}\n"
    )
    book.write(PAGE[1], front="")
    library = book.build()
    assert not library.problems, str(library.problems)
    assert "The best rate at $\\kappa = 100$ is 0.818." in (library.places.pages / "page.md").read_text(
        encoding="utf-8"
    )
