"""What authors write, and what becomes of it."""

import json
import re


def test_numbers_are_computed_where_they_stand(book):
    text = "```python {setup}\nL = 4\n```\n\n`{python} 2 / L`, `{python} L`, `{python} -1/3 | .2f`, `{python} 1.5e-7`, `{python} 'a' * L`"
    assert book.markdown(text) == "0.5, 4, −0.33, 1.5\u00a0×\u00a010<sup>−7</sup>, aaaa"


def test_numbers_are_computed_inside_formulas_too(book):
    text = book.markdown("Here $2/L = `{python} 2 / 8`$ and\n\n$$\n\\eta < `{python} 1 / 3 | .2f`\n$$")
    assert text == "Here $2/L = 0.25$ and\n\n$$\n\\eta < 0.33\n$$"
    assert book.markdown("$`{python} -1e-7`$") == r"$-1 \times 10^{-7}$"


def test_numbers_know_the_package_and_its_analysis(book):
    assert (
        book.markdown("`{python} gdzoo.RULES['adam'].knobs['beta2'].default`, `{python} np.pi | .2f`") == "0.999, 3.14"
    )


def test_citations_lead_to_the_sources_at_the_end(book):
    text = book.markdown("Momentum [@polyak1964methods] and both [@kingma2015adam; @polyak1964methods].")
    assert '(<a class="citation" href="#ref-polyak1964methods">Polyak, 1964</a>)' in text
    assert "Kingma &amp; Ba, 2015</a>; <a" in text
    sources = text.partition("## Sources")[2]
    assert [m[1] for m in re.finditer(r'<li id="ref-(\w+)">', sources)] == ["kingma2015adam", "polyak1964methods"]
    assert "USSR Computational Mathematics and Mathematical Physics 4(5), 1–17. 1964. " in sources
    assert '<a href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>' in sources


def test_the_bibliography_says_who_cites(book):
    book.markdown("Adam [@kingma2015adam].")
    page = (book.library.places.pages / "bibliography.md").read_text(encoding="utf-8")
    assert 'Cited in <a href="../page/#ref-kingma2015adam">A page</a>.' in page


def test_figures_are_counted_by_chapter_and_named_in_links(book):
    text = book.markdown(
        "See [](#square).\n\n```demo descent\n```\n\n```figure square\nalt: A square.\ncaption: The square $x^2$.\n```"
    )
    assert "See [Figure 4.2](#square)." in text
    assert "**Figure 4.2.** The square $x^2$.</span>" in text


def test_links_to_other_pages_take_their_words_too(book):
    book.write("```demo descent\n```", name="other.md", front="---\ntitle: Other\nnumber: 7\n---\n\n")
    assert book.markdown("[](other.md), [](other.md#descent)") == "[Other](other.md), [Figure 7.1](other.md#descent)"


def test_a_demo_becomes_a_figure_and_a_file_of_its_state(book):
    book.markdown("```demo descent\nid: here\nlr: 1e-2\nhide: [steps]\ncaption: Watch.\n```")
    html = book.fragment()
    address = re.match(r'<zoo-demo data-src="\.\./(assets/scenes/\w+\.json)">', html)
    assert address
    assert '<figure class="demo" id="here" data-demo="descent" data-state="static"><div class="demo-card"><' in html
    scene = book.library.scenes.all[address[1].split("/")[-1][:-5]]
    item = json.loads(scene.text)
    assert item["given"] == {"lr": 0.01}
    assert [control["name"] for control in item["form"] if control["hidden"]] == ["steps"]


def test_a_listing_is_the_code_without_decorator_and_docstring(book):
    book.markdown("```listing adam\nnotes:\n  g =: the gradient $g$\n```")
    html = book.fragment()
    lines = [re.sub("<[^>]+>", "", code) for code in re.findall(r'<div class="line"><code>(.*?)</code>', html)]
    assert lines[0].startswith("def adam(f, x, s")
    assert lines[1] == "    g = f.grad(x)"
    assert html.count('<div class="note"><!--slot--></div>') == 1
    assert "https://example.org/book/blob/main/gdzoo/optimizers/adam/adam.py#L" in html


def test_a_figure_is_drawn_in_the_inks_of_the_page(book):
    book.markdown("```figure square\nalt: 'A \"square\".'\n```")
    html = book.fragment()
    assert 'role="img" aria-label="A &quot;square&quot;."' in html
    assert "var(--zoo-momentum)" in html
    assert "var(--zoo-sans)" in html
    assert not re.search(r"#[0-9a-f]{6}|DejaVu|STIX|matplotlib", html)


def test_options_take_numbers_as_python_does_and_text_that_begins_with_code(book):
    assert "**Figure 4.1.** `lr` is 1e-3" in book.markdown("```demo descent\nlr: 1e-3\ncaption: `lr` is 1e-3\n```")


def test_directives_work_inside_an_aside(book):
    text = book.markdown('!!! myth "No"\n    Text.\n\n    ```figure square\n    alt: A square.\n    ```\n')
    assert re.search(r'^    <span data-fragment="\w+"></span>$', text, re.MULTILINE)


def test_a_second_build_computes_nothing_and_changes_no_file(book):
    text = (
        "```demo descent\n```\n\n```figure square\nalt: A square.\n```\n\n$x$, `{python} 1 + 1` and [@kingma2015adam]."
    )
    book.problems(text)
    times = {path: path.stat().st_mtime_ns for path in book.library.places.build.rglob("*")}
    book.problems(text)
    assert book.library.cache.computed == 0
    assert times == {path: path.stat().st_mtime_ns for path in book.library.places.build.rglob("*")}


def test_the_same_page_gives_the_same_bytes(book, tmp_path):
    book.problems("```figure square\nalt: A square.\n```\n\n```demo descent\n```")
    first = [make() for make in book.library.fragments.values()]
    book.cache = tmp_path / "empty"
    book.build()
    assert [make() for make in book.library.fragments.values()] == first
