"""The whole build of a small book, by the real generator, and the server beside it."""

import base64
import hashlib
import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from book import wheel
from book.places import ROOT
from tests.book.conftest import FIGURE

SETTINGS = f"""
INHERIT: {ROOT / "mkdocs.yml"}
site_url: !ENV [SITE_URL, "https://example.org/under/here/"]
hooks: [{ROOT / "book/hook.py"}]
watch: []
nav: [index.md, chapter.md, bibliography.md]
extra: {{zoo: false}}
theme: {{custom_dir: {ROOT / "book/theme"}}}
"""

HOME = "---\ntitle: Home\n---\n\nTo [](chapter.md) and to [its figure](chapter.md#square).\n"

CHAPTER = r"""---
title: A chapter
number: 4
part: Quadratics
lead: Is $x^2$ steep?
---

```demo descent
caption: Drag the start.
```

## The slope of $x^2$

It is $2x$, as said [@polyak1964some]. Write

$$
x \leftarrow x - \eta\, f'(x) \quad\text{if } x < 1.
$$

```figure square
alt: A parabola.
caption: The square.
```

```listing momentum
```

```python {run}
print("said by a " + "cell")
```

```exercise double
title: Twice $x$
level: easy
prompt: |
  Double a number that was sought:

  $$
  y = 2 x
  $$

  1. first,
  2. second.
starter: |
  def double(x):
      return x
checks: |
  def two(double):
      '''Two become four'''
      assert double(2) == 4
hints:
  - Whispered, $x + x$.
solution: |
  def double(x):
      return 2 * x
```

End of the text.
"""


def run(*command, folder: Path) -> subprocess.CompletedProcess:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


def make(folder: Path) -> Path:
    """The sources of the small book."""
    (folder / "docs/figures").mkdir(parents=True)
    (folder / "docs/figures/square.py").write_text(FIGURE)
    (folder / "docs/refs.bib").write_text((ROOT / "docs/refs.bib").read_text())
    (folder / "docs/index.md").write_text(HOME)
    (folder / "docs/chapter.md").write_text(CHAPTER)
    (folder / "mkdocs.yml").write_text(SETTINGS)
    return folder


BUILD = "import sys; from pathlib import Path; from book.command import listen, site; listen(); sys.exit(site(Path('mkdocs.yml')))"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The small book, built."""
    folder = make(tmp_path_factory.mktemp("small"))
    result = run(sys.executable, "-c", BUILD, folder=folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


def page(folder: Path, name: str = "chapter") -> str:
    return (folder / "site" / name / "index.html").read_text(encoding="utf-8")


def test_mathematics_is_typeset_and_no_tex_is_left_to_a_script(folder):
    text = page(folder)
    assert "\\(" not in text
    assert "\\[" not in text
    assert text.count("<math") == text.count('<annotation encoding="application/x-tex">') >= 4
    assert re.search(
        r'<span class="unbroken"><span class="arithmatex"><span class="katex">.*?</span>,</span> as said', text
    )


def test_the_search_index_holds_words_and_no_tex(folder):
    index = (folder / "site/search/search_index.json").read_text(encoding="utf-8")
    assert "x←x−η" in index
    assert "\\\\(" not in index
    assert "leftarrow" not in index


def test_the_search_finds_what_is_asked_and_no_code_hint_or_solution(folder):
    index = (folder / "site/search/search_index.json").read_text(encoding="utf-8")
    assert "Double a number that was sought" in index
    for hidden in ("said by a", "def double", "Whispered", "return 2", "Two become four", "my_momentum"):
        assert hidden not in index


def test_cells_and_exercises_are_in_the_page_and_can_be_read_without_a_script(folder):
    text = page(folder)
    assert re.search(r'<div class="cell-output">.*?said by a cell', text, re.DOTALL)
    exercise = re.search(r"<zoo-exercise .*?</zoo-exercise>", text, re.DOTALL)
    assert exercise
    assert re.search(r'<span class="exercise-title">Twice <span class="arithmatex"><span class="katex">', exercise[0])
    prompt = re.search(r'<div class="exercise-prompt">(.*?)</div><div class="cell"', exercise[0], re.DOTALL)
    assert prompt
    assert prompt[1].startswith("<p>Double a number that was sought:</p>")
    assert '<div class="arithmatex"' in prompt[1]
    assert "<ol>\n<li>first,</li>" in prompt[1]
    assert re.search(r'<details class="hint">.*?Whispered, .*?katex', exercise[0], re.DOTALL)
    assert "data-from" not in text
    for file in re.findall(r'data-src="\.\./(assets/cells/\w+\.json)"', text):
        assert json.loads((folder / "site" / file).read_text(encoding="utf-8"))["page"] == "chapter/"


def test_the_policy_allows_exactly_the_scripts_of_the_site(folder):
    policies, needed = set(), set()
    for file in (folder / "site").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)
        assert text.index(policy) < text.index("<script")
        policies.add(policy)
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
            if "src=" not in attributes and "application/json" not in attributes:
                needed.add(base64.b64encode(hashlib.sha256(body.encode()).digest()).decode())
    (policy,) = policies
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == needed
    assert "'unsafe-eval'" not in policy
    assert "default-src 'self';" in policy
    assert "worker-src 'self';" in policy
    assert "connect-src 'self';" in policy


def test_no_page_loads_anything_from_elsewhere(folder):
    for file in (folder / "site").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe|source)\b[^>]*\bsrc="([^"]+)"', text)
        loaded += [
            tag for tag in re.findall(r"<link\b[^>]*>", text) if re.search('rel="(?:stylesheet|preload|icon)"', tag)
        ]
        assert loaded
        assert not [address for address in loaded if "//" in address.replace("https://example.org/under/here/", "")]


def test_addresses_are_right_below_a_sub_path(folder):
    sitemap = (folder / "site/sitemap.xml").read_text()
    assert "<loc>https://example.org/under/here/chapter/</loc>" in sitemap
    assert 'href="/under/here/' in (folder / "site/404.html").read_text(encoding="utf-8")
    assert not re.search(r'(?:href|src|data-src)="/', page(folder))


def test_a_demo_has_its_state_beside_it_and_a_page_of_its_own(folder):
    for text, base in ((page(folder), "chapter"), (page(folder, "embed/descent"), "embed/descent")):
        address = re.search(r'<zoo-demo data-src="([^"]+)">', text)
        assert address
        item = json.loads((folder / "site" / base / address[1]).read_text(encoding="utf-8"))
        assert item["demo"] == "descent"
        assert item["answer"]["summary"]


def test_a_script_named_in_a_page_is_there(folder):
    (script,) = re.findall(r'<script type="module" src="([^"]+)"', page(folder, "embed/descent"))
    assert (folder / "site/embed/descent" / script).is_file()
    assert (folder / "site" / wheel.ADDRESS).is_file()


def test_no_drawing_has_a_link_that_ends_instant_navigation(folder):
    for file in (folder / "site").rglob("*.html"):
        assert not re.search(r"<use\b[^>]*? href=", file.read_text(encoding="utf-8"))


def test_chapter_figure_and_listing_are_in_the_page(folder):
    text = html.unescape(page(folder))
    assert "Chapter 4 · Quadratics" in re.sub(r"\s+", " ", text)
    assert text.count("<h1") == 1
    assert "<strong>Figure 4.2.</strong> The square." in text
    assert "data-slot" not in text
    assert "data-fragment" not in text


def test_plain_mkdocs_builds_the_same_site(folder, tmp_path):
    result = run(sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path), folder=folder)
    assert result.returncode == 0, result.stderr
    for one in (folder / "site").rglob("*"):
        if one.is_file() and one.suffix != ".gz":
            assert one.read_bytes() == (tmp_path / one.relative_to(folder / "site")).read_bytes(), one


def test_broken_links_anchors_and_pictures_end_the_build(folder, tmp_path):
    broken = make(tmp_path / "broken")
    chapter = broken / "docs/chapter.md"
    chapter.write_text(
        CHAPTER
        + "\n[One](nowhere.md), [two](index.md#nowhere),\n[three](#nowhere) and ![](picture.png).\n\n# One\n\n# Two\n"
    )
    (broken / "docs/picture.png").write_bytes(b"")
    result = run(sys.executable, "-c", BUILD, folder=broken)
    line = CHAPTER.count("\n") + 2
    assert result.returncode == 1
    assert result.stderr.strip().splitlines() == [
        f"docs/chapter.md:{line}: nothing on index.md has the id 'nowhere'",
        f"docs/chapter.md:{line}: the link 'nowhere.md' leads nowhere",
        f"docs/chapter.md:{line + 1}: nothing on this page has the id 'nowhere'",
        f"docs/chapter.md:{line + 1}: the picture picture.png has no alternative text; write ![what it shows](picture.png)",
        f"docs/chapter.md:{line + 5}: the page has 2 first-level headings, and needs one",
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


SERVE = "import sys; from pathlib import Path; from book.serve import serve; serve(int(sys.argv[1]), Path('mkdocs.yml').resolve())"


@pytest.fixture
def server(tmp_path):
    """The small book, served; gives its folder and a function that fetches a page."""
    folder, port = make(tmp_path / "served"), free_port()
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", SERVE, str(port)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )

    def get(path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.read().decode()

    assert process.stdout
    assert any("The book is at" in line for line in process.stdout)
    yield folder, get
    process.send_signal(signal.SIGINT)
    process.wait(10)


def seconds_until(true) -> float:
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < 30
        time.sleep(0.05)
    return time.monotonic() - start


def test_an_edited_chapter_is_served_within_three_seconds(server):
    folder, get = server
    chapter = folder / "docs/chapter.md"
    assert "<loc>http://127.0.0.1" in get("/sitemap.xml")
    times = []
    for words in ("An end", "Another end", "A new end"):
        chapter.write_text(CHAPTER.replace("End of the text", words))
        times.append(seconds_until(lambda words=words: words in get("/chapter/")))
    assert min(times) < 3
    index = json.loads(get("/search/search_index.json"))
    assert {entry["location"].partition("#")[0] for entry in index["docs"]} == {"", "chapter/", "bibliography/"}
    assert get("/sitemap.xml").count("<loc>") == 3

    chapter.write_text(CHAPTER.replace("```demo descent", "```demo descend"))
    seconds_until(lambda: 'role="alert"' in get("/chapter/"))
    text = html.unescape(get("/chapter/"))
    assert "docs/chapter.md:8: demo descend: unknown demo 'descend'; did you mean 'descent'?" in text
    assert "A new end" in text, "the last good page stays"

    chapter.write_text(CHAPTER)
    seconds_until(lambda: "End of the text" in get("/chapter/"))
    assert 'role="alert"' not in get("/chapter/")


def test_a_port_in_use_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run(sys.executable, "build_site.py", "serve", "--port", str(port), folder=ROOT)
    assert result.returncode == 1
    assert (
        result.stderr.strip()
        == f"Port {port} is in use; stop what uses it, or choose another: make serve PORT={port + 1}"
    )
