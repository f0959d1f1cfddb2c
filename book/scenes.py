"""The demos as the build sees them: answers from Python, cards drawn under Node, both cached."""

import inspect
import json
import traceback
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from book import node
from book.cache import Cache, fingerprint, key
from book.places import ROOT, Places
from book.reader import together
from demos.kit import Demo
from demos.kit.wire import dumps

SOURCES = [ROOT / "gdzoo", ROOT / "demos"]


@dataclass
class Scene:
    """One demo in one state: `text` is the JSON from which the page makes it move."""

    demo: str
    id: str
    title: str
    text: str
    card: str = ""

    @property
    def hash(self) -> str:
        return key(self.text)

    @property
    def answer(self) -> dict:
        """What the demo answered, with its arrays in their places."""
        item = json.loads(self.text)
        return together(
            json.dumps(item["answer"]), [np.cumsum(a["steps"]) if isinstance(a, dict) else a for a in item["arrays"]]
        )

    @property
    def path(self) -> str:
        return f"assets/scenes/{self.hash}.json"

    def figure(self, caption: str = "") -> str:
        """The figure as the page shows it before any script has run."""
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        return (
            f'<figure class="demo" id="{escape(self.id)}" data-demo="{self.demo}" data-state="static">'
            f'<div class="demo-card">{self.card}</div>{below}</figure>'
        )


class Scenes:
    """All scenes of the book, and the hand that draws them."""

    def __init__(self, places: Places, cache: Cache):
        self.cache, self.drawer = cache, places.web / "src/ssr.js"
        self.python = fingerprint(*SOURCES)
        self.pencil = fingerprint(places.web / "src", places.web / "package-lock.json", suffixes=(".js", ".json"))
        self.all: dict[str, Scene] = {}

    def scene(self, demo: type[Demo], id: str, given: dict, hide: tuple[str, ...] = ()) -> Scene:
        """The demo `demo` with the controls `given`, for the figure called `id`."""

        def compute() -> str:
            state = demo(**given)
            return dumps({"form": state.form(hide), "given": state.given, "answer": state.answer()})

        parts = (self.python, demo.name, json.dumps(given, sort_keys=True), hide)
        answer = json.loads(self.cache.keep("answers", parts, compute))
        title = (inspect.getdoc(demo) or demo.name).splitlines()[0]
        head = {"demo": demo.name, "id": id, "title": title}
        text = json.dumps(head | answer, ensure_ascii=False, separators=(",", ":"))
        scene = Scene(demo.name, id, title, text)
        return self.all.setdefault(scene.hash, scene)

    def draw(self) -> None:
        """Fill in every card."""
        scenes = self.all.values()
        for scene, card in zip(scenes, self.drawn([scene.text for scene in scenes]), strict=True):
            scene.card = card

    def drawn(self, texts: list[str]) -> list[str]:
        """The HTML of each of `texts`, which are demos or outputs of cells as JSON: as before, or drawn in one call."""
        cards = {text: self.cache.get("cards", key(self.pencil, text)) for text in texts}
        missing = [text for text, card in cards.items() if card is None]
        if missing:
            for text, card in zip(missing, node.ask(self.drawer, list(map(json.loads, missing))), strict=True):
                cards[text] = card
                self.cache.put("cards", key(self.pencil, text), card)
        return [card for text in texts if (card := cards[text]) is not None]


def failure(error: Exception, expected: type[Exception] | tuple = ()) -> str:
    """What went wrong, in one line; where, too, unless the error is of an `expected` kind."""
    if isinstance(error, expected):
        return str(error)
    place = origin(error)
    return f"{type(error).__name__}: {error}" + (f" ({place[0]}:{place[1]})" if place else "")


def origin(error: Exception) -> tuple[str, int] | None:
    """The deepest line of the book's own Python that the error passed through."""
    if isinstance(error, SyntaxError) and error.filename:
        frames = [(error.filename, error.lineno)]
    else:
        frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    for name, line in reversed(frames):
        path = Path(name)
        if any(path.is_relative_to(folder) for folder in SOURCES):
            return path.relative_to(ROOT).as_posix(), line or 1
    return None
