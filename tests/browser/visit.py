"""A reader's visit: a browser that has never been here, one page, and notes on all that happens."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from tests.browser.card import Card
from tests.browser.server import Pages

WIDE: ViewportSize = {"width": 1280, "height": 900}
NOTES = (Path(__file__).parent / "notes.js").read_text(encoding="utf-8")
expect.set_options(timeout=30_000)  # milliseconds: on two busy cores Python starts in ten seconds


# A reader who has been shown before what predictions veil.
SHOWN = """const { getItem } = Storage.prototype;
Storage.prototype.getItem = function (key) {
  return getItem.call(this, key) ?? (key.includes("predict:") ? "{}" : null);
}"""


class Visit:
    """veiled: demos behind a prediction wait for it, as for a reader who is here for the first time.

    requests: the addresses asked for. complaints: errors that the console shows, or that no code caught.
    """

    def __init__(
        self, browser: Browser, site: Pages, *, viewport: ViewportSize = WIDE, veiled: bool = False, **options: Any
    ):
        self.site = site
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport=viewport, **options)
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(NOTES)
        if not veiled:
            self.context.add_init_script(SHOWN)
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("console", self.hear)
        self.context.on(
            "weberror", lambda error: self.complaints.append(f"{error.page and error.page.url}: {error.error}")
        )
        self.page = self.context.new_page()

    def hear(self, message: ConsoleMessage):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def open(self, address: str = "", page: Page | None = None):
        """Goes to an address of the site. Returns the response."""
        return (page or self.page).goto(self.site.url + address)

    def note(self, name: str):
        """What notes.js has written down under this name."""
        return self.page.evaluate(f"notes.{name}")

    def phases(self, id: str) -> list[str]:
        """The states that a demo went through, up to its present one."""
        left, now = self.note("phases")[id], self.card(id).read()["phase"]
        return left if left[-1] == now else [*left, now]

    def cards(self) -> list[Card]:
        """All demos of the page, from top to bottom."""
        ids = self.page.locator("zoo-demo figure.demo").evaluate_all("figures => figures.map(({id}) => id)")
        return [self.card(id) for id in ids]

    def card(self, id: str) -> Card:
        """The demo with this id."""
        return Card(self.page, self.site.root, id)

    def awake(self) -> list[Card]:
        """All demos of the page, each of them ready."""
        cards = self.cards()
        for card in cards:
            card.wake()
        return cards

    def python_workers(self) -> list[str]:
        """The workers that the page has started, apart from the theme's for search."""
        return [url for url in self.note("workers") if "/search" not in url]

    def runtime_files(self) -> list[str]:
        """The files of the runtime that the site was asked for; workers and service workers included."""
        return [name for name in self.site.log if name.startswith("runtime-")]

    def strangers(self) -> list[str]:
        """Addresses asked for that are not of this site."""
        own = ("data:", "blob:", self.site.url)
        return [url for url in self.requests if not url.startswith(own)]

    def path(self) -> str:
        """Where the reader is, from the root of the site."""
        return unquote(urlsplit(self.page.url).path).removeprefix("/zoo/")

    def expects(self, words: str) -> None:
        """Takes back the complaints that contain these words: the test has caused them."""
        assert any(words in complaint for complaint in self.complaints), self.complaints
        self.complaints = [complaint for complaint in self.complaints if words not in complaint]

    def close(self):
        self.context.close()
