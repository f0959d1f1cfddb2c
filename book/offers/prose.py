"""A chapter's Markdown as it stands alone: links lead to the site, asides are quotations, citations are links."""

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING

from book import inline

if TYPE_CHECKING:
    from book.chapters import Chapter

ASIDE = re.compile(r"(?P<indent> *)(?:!!!|\?\?\?\+?) \w+(?: \"(?P<title>.*)\")?\s*")
LINK = re.compile(r"(?<=\]\()(?P<uri>[\w./-]+\.md)?(?P<anchor>#[\w-]+)?(?=\))")
ATTRIBUTES = re.compile(r"(?<=\)) ?\{ *[.#][^{}\n]*\}")
INDENT = 4
MACROS = {r"\R": r"\mathbb{R}", r"\E": r"\operatorname{\mathbb{E}}"}


class Alone:
    """The prose of one chapter for a place outside of the site."""

    def __init__(self, chapter: "Chapter"):
        self.chapter, self.page, self.book = chapter, chapter.page, chapter.book

    def __call__(self, text: str, line: int) -> str:
        """`text` with numbers, citations, references and links expanded."""
        text = inline.expand(
            text,
            line,
            number=self.chapter.numbers,
            cite=self.cite,
            refer=lambda target, _: f"[{self.words(target)}]({target})",
            formula=lambda *_: None,
        )
        text = LINK.sub(lambda match: self.address(match[0]), text)
        return re.sub(r"\\[RE]\b", lambda macro: MACROS[macro[0]], text)

    def cite(self, keys: list[str], _: int) -> str:
        known = [key for key in keys if key in self.book.references]
        links = (f"[{unescape(self.book.references[key].short)}]({self.address(f'#ref-{key}')})" for key in known)
        return f"({'; '.join(links)})"

    def words(self, target: str) -> str:
        """What a link without words says."""
        return self.book.labels.get(self.place(target), "")

    def place(self, target: str) -> tuple[str, str]:
        """The page that a link leads to, and the id in it."""
        uri, _, anchor = target.partition("#")
        folder = posixpath.dirname(self.page.uri)
        return posixpath.normpath(posixpath.join(folder, uri)) if uri else self.page.uri, anchor

    def address(self, target: str) -> str:
        """Where a link of the page leads when it is followed from elsewhere."""
        if not target:
            return target
        uri, anchor = self.place(target)
        stem = uri.removesuffix(".md").removesuffix("index")
        folder = f"{stem.rstrip('/')}/" if stem else ""
        return f"{self.book.address}{folder}{f'#{anchor}' if anchor else ''}"


def quoted(text: str, inside: bool) -> tuple[str, bool]:
    """Markdown whose asides are quotations; whether it begins, and whether it ends inside of one."""
    rows = []
    for row in ATTRIBUTES.sub("", text).splitlines():
        head = ASIDE.fullmatch(row)
        if head and not head["indent"]:
            rows += ["", *([f"> **{head['title']}**", ">"] if head["title"] else [])]
            inside = True
        elif inside and (row.startswith(" " * INDENT) or not row.strip()):
            rows.append(f"> {row[INDENT:]}".rstrip() if row.strip() else ">")
        else:
            if inside and rows and rows[-1] == ">":
                rows[-1] = ""
            inside = False
            rows.append(row)
    return re.sub(r"\A(?:>?\n)+|(?:\n>?)+\Z", "", "\n".join(rows)), inside
