"""Asks axe-core what a page makes hard for someone."""

from functools import cache

from playwright.sync_api import Page

from book.places import ROOT

# Formulas and drawings are left out: what stands for them (MathML, a sentence, a table) is looked at. The parts of formulas
# are taken from the page for so long, since to walk over them takes half of the time.
RUN = """async ([rules, include]) => {
  await Promise.all(document.getAnimations().map(({finished}) => finished));
  const formulas = [...document.querySelectorAll(".katex-html")].map((formula) => [formula, document.createComment("")]);
  for (const [formula, place] of formulas) formula.replaceWith(place);
  const {violations} = await axe.run({...include && {include}, exclude: [".drawing"]}, {resultTypes: ["violations"], preload: false, ...rules && {runOnly: rules}});
  for (const [formula, place] of formulas) place.replaceWith(formula);
  return violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .map(({id, nodes}) => `${id}: ${nodes.map(({html, any}) => html.slice(0, 160) + " " + (any[0]?.message ?? "")).join(" | ")}`);
}"""


def violations(page: Page, rules: list[str] | None = None, parts: list[str] | None = None) -> list[str]:
    """What is serious or critical on the page as it stands; of these rules alone and in these parts, if any are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    return page.evaluate(RUN, [rules, parts])


def violations_by_scheme(page: Page, *parts: str) -> dict[str, list[str]]:
    """The same of parts of the page, in the light and, as far as contrast goes, in the dark."""
    found = {}
    for scheme, rules in {"default": None, "slate": ["color-contrast"]}.items():
        page.evaluate("(scheme) => { document.body.dataset.mdColorScheme = scheme }", scheme)
        found[scheme] = violations(page, rules, list(parts))
    return {scheme: words for scheme, words in found.items() if words}


@cache
def source() -> str:
    return (ROOT / "web/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
