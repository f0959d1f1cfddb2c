"""The last pass over finished HTML: inserts what Markdown never saw, typesets mathematics, closes the page to strangers.

It can run again over its own result and changes nothing then.
"""

import base64
import hashlib
import html
import json
import re
from pathlib import Path

from book.cache import write
from book.library import Library
from book.places import Places

SLOT = re.compile(
    r"""<p><span[ ]data-slot="(?P<name>\w+)\.\d+"(?:[ ][\w-]+)?>(?P<words>.*?)</span></p>\n?
    | <p><span[ ]data-from="(?P<blocks>\w+\.\d+)"></span></p>\n?(?P<inside>.*?)<p><span[ ]data-to="(?P=blocks)"></span></p>\n?""",
    re.DOTALL | re.VERBOSE,
)
FRAGMENT = re.compile(r'<p><span data-fragment="(\w+)"></span></p>')
MATH = re.compile(
    r"""(?P<before>[(“‘]*)(?P<open><(?P<tag>span|div)[ ]class="arithmatex">)
        \\(?:\((?P<inline>.*?)\\\)|\[(?P<display>.*?)\\\])
        (?P<close></(?P=tag)>)(?P<after>(?:[,.;:!?)…’”–]|&rsquo;|&rdquo;|-\w+)*)""",
    re.DOTALL | re.VERBOSE,
)
PLAIN_MATH = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
NAV_LINK = re.compile(r'<a [^>]*class="md-nav__link[^>]*>.*?</a>', re.DOTALL)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
POLICY = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
CHARSET = re.compile(r'<meta charset="?utf-8"?>')

SVG_LINK = re.compile(r"(<(?:use|textPath|linearGradient|radialGradient|pattern)\b[^>]*?) href=")

LONG = 24  # letters of a formula that may be broken over two lines
WIDE = 26  # letters of a displayed line that may be wider than a phone

RULES = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "object-src": "'none'",
    "base-uri": "'self'",
}


def finish(book: Library, site: Path) -> None:
    """Finish every page in `site`, and the search index."""
    pages = {path: insert(path.read_text(encoding="utf-8"), book.places) for path in sorted(site.rglob("*.html"))}
    formulas = [found for text in pages.values() for found in formulas_of(text)]
    index = merged_index(book.places, site)
    formulas += [found for entry in index["docs"] for found in plain_formulas_of(entry["title"] + entry["text"])]
    known = book.typesetter.typeset(formulas)

    pages = {path: typeset(text, known) for path, text in pages.items()}
    report(book, known)
    policy = policy_of(pages.values())
    for path, text in pages.items():
        write(path, close(text, policy))

    for entry in index["docs"]:
        for name in ("title", "text"):
            entry[name] = PLAIN_MATH.sub(
                lambda m: html.escape(known[formula(m[1], m[2])].words, quote=False), entry[name]
            )
    write(site / "search/search_index.json", json.dumps(index, ensure_ascii=False, separators=(",", ":")))


def insert(text: str, places: Places) -> str:
    """The page with its fragments in place, and in each fragment the slots that belong to it."""
    slots: dict[str, list[str]] = {}

    def collect(match: re.Match) -> str:
        name, content = match["name"] or match["blocks"].partition(".")[0], match["words"] or match["inside"] or ""
        slots.setdefault(name, []).append(content)
        return ""

    def fill(match: re.Match) -> str:
        fragment = (places.fragments / f"{match[1]}.html").read_text(encoding="utf-8")
        rest = iter(slots.get(match[1], ()))
        return re.sub("<!--slot-->", lambda _: next(rest), fragment)

    text = FRAGMENT.sub(fill, SLOT.sub(collect, text))
    # The theme assigns to whatever has an href, which SVG elements refuse, and instant navigation ends there.
    return SVG_LINK.sub(r"\1 xlink:href=", text)


def formula(inline: str | None, display: str | None) -> tuple[str, bool]:
    """The TeX that stood between `\\(` and `\\)`, or between `\\[` and `\\]`."""
    return html.unescape(inline if inline is not None else display or "").strip(), inline is None


def formulas_of(text: str) -> list[tuple[str, bool]]:
    found = [formula(m["inline"], m["display"]) for m in MATH.finditer(text)]
    return found + [found for link in NAV_LINK.findall(text) for found in plain_formulas_of(link)]


def plain_formulas_of(text: str) -> list[tuple[str, bool]]:
    return [formula(m[1], m[2]) for m in PLAIN_MATH.finditer(text)]


def typeset(text: str, known) -> str:
    """The page with every formula as HTML; the same in links of navigation, which hold bare text."""

    def replace(match: re.Match) -> str:
        tex, display = formula(match["inline"], match["display"])
        opening = match["open"]
        if display and longest(tex) > WIDE:
            opening = opening.replace(">", ' tabindex="0">')  # on a phone it scrolls, with the keyboard too
        whole = opening + known[tex, display].html + match["close"]
        before, after = match["before"], match["after"]
        # A line must not end between a formula and its comma; a long formula may still break inside.
        if (before or after) and not display and len(known[tex, display].words) < LONG:
            return f'<span class="unbroken">{before}{whole}{after}</span>'
        return before + whole + after

    text = MATH.sub(replace, text)
    return NAV_LINK.sub(lambda link: PLAIN_MATH.sub(lambda m: known[formula(m[1], m[2])].html, link[0]), text)


def longest(tex: str) -> int:
    """How many letters the longest line of a displayed formula has, about."""
    return max(len(re.sub(r"\\(?:begin|end)\{\w+\}|\\[a-zA-Z]+|[\\{}&^_\s]", "", row)) for row in tex.split(r"\\"))


def policy_of(pages) -> str:
    """The Content-Security-Policy of the site: nothing from elsewhere, and no script but those that are here.

    One policy for all pages, since instant navigation keeps that of the first.
    """
    scripts = {body for text in pages for attributes, body in SCRIPT.findall(text) if executable(attributes)}
    digests = (base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in scripts)
    hashes = " ".join(f"'sha256-{digest}'" for digest in sorted(digests))
    rules = RULES | {"script-src": f"{RULES['script-src']} {hashes}".strip()}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def executable(attributes: str) -> bool:
    """Whether a script element holds code, rather than an address or data."""
    return "src=" not in attributes and "json" not in attributes


def close(text: str, policy: str) -> str:
    """The page under `policy`."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return CHARSET.sub(lambda charset: charset[0] + meta, POLICY.sub("", text), count=1)


def report(book: Library, known) -> None:
    """A formula that only the generator found: the pages have been asked for all others."""
    checked = {(tex, display) for _, _, tex, display in book.formulas}
    for (tex, display), result in known.items():
        if result.error and (tex, display) not in checked:
            book.problems.add(*book.locate("", tex), f"formula: {result.error}")


def merged_index(places: Places, site: Path) -> dict:
    """The generator's search index; a dirty build lists only the pages it made, so the others come from the last one."""
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    last = places.build / "search.json"
    made = {page_of(entry) for entry in index["docs"]}
    if last.is_file():
        old = json.loads(last.read_text(encoding="utf-8"))
        index["docs"] += [e for e in old if page_of(e) not in made and (site / page_of(e) / "index.html").is_file()]
    write(last, json.dumps(index["docs"]))
    return index


def page_of(entry: dict) -> str:
    return entry["location"].partition("#")[0]
