"""Asks axe-core what a page makes hard for someone."""

from functools import cache

from playwright.sync_api import Page

from book.places import ROOT

# Formulas and drawings are left out: what stands for them (MathML, a sentence, a table) is looked at.
RUN = """async (rules) => {
  await Promise.all(document.getAnimations().map(({finished}) => finished));
  const {violations} = await axe.run({exclude: [".katex-html", ".drawing"]}, {resultTypes: ["violations"], ...rules && {runOnly: rules}});
  return violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .map(({id, nodes}) => `${id}: ${nodes.map(({html, any}) => html.slice(0, 160) + " " + (any[0]?.message ?? "")).join(" | ")}`);
}"""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What is serious or critical on the page as it stands; of these rules alone, if any are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    return page.evaluate(RUN, rules)


@cache
def source() -> str:
    return (ROOT / "web/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
