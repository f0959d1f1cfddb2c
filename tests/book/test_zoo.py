"""The reference part of the book: what its pages take from the registries, and that nothing is missing."""

import html
import re

import pytest

import gdzoo
from book import zoo
from book.directives import tree
from book.library import Library
from book.places import Places
from book.zoo.docstring import Docstring
from book.zoo.equations import tex
from book.zoo.footprint import footprint
from book.zoo.rules import difference


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    library = Library(Places(cache=tmp_path_factory.mktemp("zoo")), "https://example.org/book", zoo=True)
    return {page.uri: page for page in zoo.pages(library)}


def test_every_rule_and_every_landscape_has_a_page(pages):
    expected = {f"zoo/{name}.md" for name in gdzoo.RULES} | {f"landscapes/{name}.md" for name in gdzoo.LANDSCAPES}
    assert set(pages) == expected | {"zoo/index.md", "zoo/at-a-glance.md", "landscapes/index.md", "schedules.md"}


@pytest.mark.parametrize("name", gdzoo.RULES)
def test_a_species_page_says_all_there_is(pages, name):
    rule, text = gdzoo.RULES[name], pages[f"zoo/{name}.md"].source
    assert pages[f"zoo/{name}.md"].meta.lead == rule.problem
    assert f"```listing {name}\n" in text
    for heading in (
        "The update",
        "What it costs",
        "What leaves its path unchanged",
        "How others write it",
        "How we know",
    ):
        assert f"\n## {heading}\n" in text, heading
    for parent, added in rule.added.items():
        assert f"]({parent}.md):** {added}." in text
    for knob in rule.knobs:
        assert f"| `{knob}` |" in text
    assert "Verified against" in text
    assert f"{{{rule.paper}," in text, "BibTeX"
    assert "```demo strip\n" in text or "```demo matrix-run\n" in text


def test_the_tables_have_a_row_for_everything(pages):
    glance, schedules = pages["zoo/at-a-glance.md"].source, pages["schedules.md"].source
    for name, rule in gdzoo.RULES.items():
        assert glance.count(f"| [{rule.title}]({name}.md) |") == 2, "the rules, and what leaves their paths unchanged"
    for schedule in gdzoo.SCHEDULES.values():
        assert f"\n## {schedule.title}\n" in schedules


@pytest.mark.parametrize(
    ("line", "formula"),
    [
        ("g = ∇f(x)", r"g &= \nabla f(x)"),
        ("x ← x - η m̂ / (√v̂ + ε)", r"x &\leftarrow  x - η m̂ / (\sqrt{v̂} + \varepsilon )"),
        ("r = √(a + √b) / √max(c, d)", r"r &= \sqrt{a + \sqrt{b}} / \sqrt{\operatorname{max}(c, d)}"),
        ("X ← X - η L⁻¹ᐟ⁴ G Rᵀ", r"X &\leftarrow  X - η L^{-1/4} G R^{\top }"),
        ("x ← x  where a norm is 0", r"x &\leftarrow  x \quad \text{ where a norm is } 0"),
        ("ŵ = w", "w\u0302 &= w"),
    ],
)
def test_an_equation_of_plain_signs_becomes_a_formula(line, formula):
    assert tex(line) == formula


def test_a_docstring_is_taken_apart():
    doc = Docstring(
        """Thing: does it.

            x ← x - η g

        with η = ``lr``.

        It is ``fast`` * 2.

        Parameters
        ----------
        lr : > 0,
            required.
        a, b : both.

        Conventions
        -----------
        As [elsewhere].
        """
    )
    assert doc.title == "Thing: does it."
    assert doc.equations == ["x ← x - η g"]
    assert doc.remarks == r"It is `fast` \* 2."
    assert doc.parameters == {"lr": "&#62; 0, required.", "a, b": "both."}
    assert doc.section("Conventions") == r"As \[elsewhere\]."
    assert doc.section("Returns") == ""


@pytest.mark.parametrize(
    ("rule", "state", "evaluations"),
    [
        ("gd", "nothing", (1, 0, 0)),
        ("adam", "2 per parameter", (1, 0, 0)),
        ("nadam", "2 per parameter, and 1 more", (1, 0, 0)),
        ("shampoo", "m² + n² for an m × n matrix", (1, 0, 0)),
        ("soap", "2 per parameter and 2 (m² + n²) for an m × n matrix", (1, 0, 0)),
        ("newton", "nothing", (1, 0, 1)),
        ("sam", "nothing", (2, 0, 0)),
    ],
)
def test_what_a_rule_keeps_and_spends_is_measured(rule, state, evaluations):
    found = footprint(gdzoo.RULES[rule])
    assert (found.state, (found.grads, found.values, found.hessians)) == (state, evaluations)


def test_the_difference_to_the_parent_is_that_of_the_code():
    rows = difference("momentum", "nesterov").splitlines()
    assert "-    x = x - lr * v" in rows
    assert "+    x = x - lr * (g + beta * v)" in rows
    assert " " * 5 + "v = beta * s.v + g" in rows


def test_the_tree_has_every_rule_and_every_descent():
    drawing, outline = tree.drawing("zoo/"), tree.outline("zoo/")
    for name, rule in gdzoo.RULES.items():
        assert drawing.count(f'data-rule="{name}"') == 1
        assert outline.count(f'href="zoo/{name}/"') == 1
        for parent in rule.parents:
            assert drawing.count(f'data-from="{parent}" data-to="{name}"') == 1


def test_names_in_the_tree_do_not_cover_each_other():
    nodes = tree.layout()
    for i, one in enumerate(nodes):
        for other in nodes[:i]:
            assert abs(one.y - other.y) >= tree.ROW - 1 or abs(one.x - other.x) >= tree.NAME, (one, other)


def test_what_is_wrong_in_a_generated_page_is_told_of_its_template(pages):
    assert pages["zoo/adam.md"].path == "book/templates/species.md.jinja"


def test_an_unknown_wall_or_tree_is_one_sentence(book):
    assert book.problems("```wall rule\n```") == [
        "docs/page.md:6: wall rule: unknown wall 'rule'; did you mean 'rules'?"
    ]
    assert book.problems("```tree landscapes\n```") == [
        "docs/page.md:6: tree landscapes: unknown tree 'landscapes'; known: rules"
    ]


def test_the_atlas_has_a_row_with_a_picture_for_every_landscape(book):
    book.markdown("```wall landscapes\n```")
    rows = re.findall(r"<tr><td>(.*?)</tr>", book.fragment())
    assert len(rows) == len(gdzoo.LANDSCAPES)
    for row, landscape in zip(rows, gdzoo.LANDSCAPES.values(), strict=True):
        assert row.startswith(f'<a href="../landscapes/{landscape.name}/"><svg')
        assert html.escape(landscape.formula) in row


def test_the_wall_of_rules_has_a_picture_for_each(book):
    book.markdown("```wall rules\n```")
    assert re.findall(r'<a href="\.\./zoo/(\w+)/"><svg', book.fragment()) == list(gdzoo.RULES)
