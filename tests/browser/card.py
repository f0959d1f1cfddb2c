"""A demo in a page, as tests read and move it; and what native Python says that it should show."""

import math
import re
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Error, Locator, Page, expect

from demos.kit import load
from tests.travel import unpacked

READ = """figure => {
  const rows = [...figure.querySelectorAll("details.demo-data tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
  const busy = Boolean(figure.querySelector("details.demo-data[aria-busy]") || figure.hasAttribute("aria-busy"));
  const summary = figure.querySelector("output[name=summary]")?.textContent ?? ""; // a page may be on its way
  return {busy, rows, summary, phase: figure.dataset.state};
}"""
# Types a number; milliseconds until the picture of another answer is there.
UNTIL_SHOWN = """async (figure, [name, value]) => {
  const field = figure.querySelector(`input[type=number][name="${name}"]`);
  const shown = () => figure.querySelector("output[name=summary]").textContent + figure.querySelector(".demo-below").textContent;
  const before = shown();
  const begin = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  while (shown() === before) await new Promise(requestAnimationFrame);
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return performance.now() - begin;
}"""
PATIENCE = 30  # seconds


class Card:
    """item: the demo's form, the values given by the author, and the scene that the build has computed."""

    def __init__(self, page: Page, root: Path, id: str):
        self.page, self.id = page, id
        self.figure = page.locator(f"figure.demo[id='{id}']")
        source = page.locator("zoo-demo", has=self.figure).get_attribute("data-src") or ""
        self.item = unpacked((root / "assets/scenes" / source.rpartition("/")[2]).read_text(encoding="utf-8"))
        self.summary = self.figure.locator("output[name=summary]")
        self.problem = self.figure.locator(".wrong")

    def wake(self) -> "Card":
        """Brings the demo into view, which makes it ready. A page that is being put together may take it away once."""
        try:
            self.figure.scroll_into_view_if_needed()
        except Error as error:
            if "not attached" not in error.message:
                raise
            self.figure.scroll_into_view_if_needed()
        self.reaches("ready", "live")
        return self

    def reaches(self, *phases: str) -> None:
        expect(self.figure).to_have_attribute("data-state", re.compile("|".join(phases)))

    def find(self, selector: str, *, has: Locator | None = None) -> Locator:
        return self.figure.locator(selector, has=has)

    def number(self, name: str) -> Locator:
        """The field in which a number is typed: "lr", "start.x"."""
        return self.find(f"input[type=number][name='{name}']")

    def slider(self, name: str) -> Locator:
        return self.find(f"input[type=range][data-for='{name}']")

    @property
    def handle(self) -> Locator:
        return self.find(".handle").first

    @property
    def plane(self) -> Locator:
        """The drawing that holds the handle."""
        return self.find(".sheet svg", has=self.page.locator(".handle")).first

    def centre(self, locator: Locator) -> tuple[float, float]:
        """The middle of an element, in pixels of the window."""
        box = locator.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def spec(self, name: str) -> dict:
        return next(spec for spec in self.item["form"] if spec["name"] == name)

    def change(self, name: str, value) -> None:
        """Sets a control as a reader does."""
        spec = self.spec(name)
        if spec["more"]:
            self.unfold(".demo-more")
        match spec["kind"]:
            case "number":
                self.number(name).fill(repr(value))
            case "point":
                for letter, coordinate in zip("xy", value, strict=True):
                    self.number(f"{name}.{letter}").fill(repr(coordinate))
            case "curve":
                self.unfold(".control.curve details")
                for i, number in enumerate(value):
                    self.number(f"{name}.{i}").fill(repr(number))
            case "choice":
                self.find(f"select[name='{name}']").select_option(value)
            case "text":
                self.find(f"input[type=text][name='{name}']").fill(value)
            case "knobs":
                self.unfold_all(".control.knobs details")
                for rule, numbers in value.items():
                    for knob, number in numbers.items():
                        self.number(f"{rule}.{knob}").fill(repr(number))
            case "toggle":
                self.find("label", has=self.page.locator(f"input[name='{name}']")).click()
            case "picks":
                if (menu := self.find(".control.picks .menu")).count():
                    menu.click()
                for option in spec["options"]:
                    box = self.page.locator(f"input[name='{name}'][value='{option['value']}']")
                    label = self.find("label.pick", has=box)
                    if label.locator("input").is_checked() != (option["value"] in value):
                        label.click()

    def unfold(self, selector: str) -> None:
        details = self.find(selector)
        if details.get_attribute("open") is None:
            details.locator("summary").first.click()

    def unfold_all(self, selector: str) -> None:
        for details in self.find(selector).all():
            if details.get_attribute("open") is None:
                details.locator("summary").first.click()

    def native(self, **changes) -> dict:
        """What this machine's Python answers after these changes of the author's values."""
        followers = {name: None for change in changes for name in self.followers(change)}
        return load(self.item["demo"])(**self.item["given"] | followers | changes).answer()

    def followers(self, name: str) -> set[str]:
        """The controls that go back to their defaults when this one changes."""
        return {
            spec["name"] for spec in self.item["form"] if spec["follows"] and name in np.atleast_1d(spec["follows"])
        }

    def shows(self, answer: dict) -> None:
        """Waits until the demo is live and shows this answer: its sentence and all of its numbers."""
        deadline = time.monotonic() + PATIENCE
        while not self.same(seen := self.read(), answer) and time.monotonic() < deadline:
            self.page.wait_for_timeout(25)
        assert seen["phase"] == "live"
        assert seen["summary"] == (native := plain(answer["summary"])), f"{seen['summary']} / {native}"
        header, *rows = seen["rows"]
        assert header == [column["name"] for column in answer["data"]]
        for i, column in enumerate(answer["data"]):
            shown = [float(row[i] or "nan") for row in rows]
            np.testing.assert_allclose(shown, column["values"], rtol=1e-6, atol=1e-13, err_msg=column["name"])

    def milliseconds(self, name: str, values: list[float]) -> float:
        """How long it takes from a number typed to its picture, at best over these values, each of which changes a result."""
        return min(self.figure.evaluate(UNTIL_SHOWN, [name, repr(value)]) for value in values)

    def read(self) -> dict:
        return self.figure.evaluate(READ)

    @staticmethod
    def same(seen: dict, answer: dict) -> bool:
        """Whether the answer seems to have arrived: the page is at rest, with its sentence and its last row."""
        last = [column["values"][-1] for column in answer["data"]]
        shown = [float(cell or "nan") for cell in seen["rows"][-1]] if len(seen["rows"]) > 1 else []
        arrived = len(last) == len(shown) and np.allclose(shown, last, rtol=1e-6, atol=1e-13, equal_nan=True)
        return not seen["busy"] and seen["phase"] == "live" and seen["summary"] == plain(answer["summary"]) and arrived

    def tries(self) -> dict:
        """For each control, another value that it can take."""
        return {spec["name"]: self.other(spec) for spec in self.item["form"]}

    def other(self, spec: dict, answer: dict | None = None):
        """Another value for a control than it has in this answer, or in the build's."""
        name, answer = spec["name"], answer or self.item["answer"]
        value = answer["values"][name]
        match spec["kind"]:
            case "number":
                return between(spec | answer["controls"].get(name, {}), value)
            case "point":
                return [round(0.8 * coordinate + 0.1, 3) for coordinate in value]
            case "curve":
                return [between(spec, number) for number in value]
            case "text":
                return "x^2 + 4y^2" if value != "x^2 + 4y^2" else "x^2 + y^4"
            case "knobs":
                row = next(row for row in reversed(answer["controls"][name]["rows"]) if row["knobs"])
                knob = row["knobs"][0]
                return {row["rule"]: {knob["name"]: between(knob, knob["value"])}}
            case "toggle":
                return not value
            case "choice":
                return next(option["value"] for option in spec["options"] if option["value"] != value)
            case "picks":
                names = [option["value"] for option in spec["options"]]
                return [name for name in names if name in value][1:] or names[-1:]


def between(track: dict, value: float) -> float:
    """A number of the control a third of the way from its value to the far end of its track."""
    low, high = track["low"], track["high"]
    if track["scale"] == "log":
        low, high, value = math.log(low), math.log(high), math.log(value)
    end = low if value - low > high - value else high
    there = value + (end - value) / 3
    there = math.exp(there) if track["scale"] == "log" else there
    return round(there) if isinstance(track["step"], int) else float(f"{there:.3g}")


def plain(words: str) -> str:
    """A sentence without its marks."""
    return words.replace("**", "")
