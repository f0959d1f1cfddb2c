"""An exercise in a page, as tests work on it."""

from playwright.sync_api import Page

from tests.browser.cell import Cell


class Exercise:
    """The exercise with this id."""

    def __init__(self, page: Page, id: str):
        self.page = page
        self.section = page.locator(f"section.exercise[id='{id}']")
        self.cell = Cell(page, id).wake()
        self.results = self.section.locator(".exercise-results > li")

    def check(self) -> str:
        """Checks what stands there; says the state that it leads to."""
        self.section.locator(".exercise-check").click()
        self.cell.reaches("done", "error")
        return self.state()

    def state(self) -> str:
        return self.section.get_attribute("data-state") or ""

    def solution(self) -> str:
        return (self.section.locator(".solution .cell-code").text_content() or "").rstrip("\n")


def exercises(page: Page) -> list[Exercise]:
    """Those of the page, from top to bottom."""
    ids = page.locator("section.exercise").evaluate_all("tasks => tasks.map(({id}) => id)")
    return [Exercise(page, id) for id in ids]
