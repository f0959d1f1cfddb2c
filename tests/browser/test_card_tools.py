"""What a demo gives a reader who goes further: formulas, knobs, rules of their own, records, pictures, code, links."""

import base64
import json
import struct
import subprocess
import sys
import zlib
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

RULE = '''import gdzoo


@gdzoo.rule()
def half_step(f, x, s, t, *, lr=0.1):
    """Half of a step of gradient descent.

    x ← x - η g / 2
    """
    return x - lr * f.grad(x) / 2, s
'''
HALF = {"name": "half_step", "title": "half_step", "source": RULE, "traits": [], "offers": ["rules", "walkers"]}
OWN = "customElements.get('zoo-demo').python.own"
FORMULA = "x^2 + y^4 + sin(3x)"


def packed(data) -> str:
    """As web/src/share.js packs it."""
    squeeze = zlib.compressobj(9, wbits=-15)
    raw = squeeze.compress(json.dumps(data).encode()) + squeeze.flush()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def query(source=RULE) -> str:
    return f'?rules=["gd","half_step"]&steps=50&own={packed([{"name": "half_step", "source": source}])}'


def playground(visit, address="", **options):
    here = visit(**options)
    here.open(f"embed/playground/{address}")
    return here, here.card("playground").wake()


def own_formula(visit):
    """The playground on a formula, and the field in which it is typed."""
    here, card = playground(visit)
    card.change("landscape", "formula")
    field = card.find("input[type=text][name='formula']")
    expect(field).to_be_visible()
    return here, card, field


def run_link(visit):
    """The playground with a rule of the reader's own, from a link whose code they have run."""
    here, card = playground(visit, query())
    card.find(".foreign button").get_by_text("Run this code").click()
    expect(card.summary).to_contain_text("half_step")
    return here, card


def test_a_formula_counts_after_a_pause_or_with_enter(visit):
    _, card, field = own_formula(visit)
    field.fill(FORMULA)
    card.shows(card.native(landscape="formula", formula=FORMULA))
    field.fill("x^2 + y^2")
    field.press("Enter")
    card.shows(card.native(landscape="formula", formula="x^2 + y^2"))


def test_a_formula_that_is_not_understood_stays_with_a_sentence_under_it(visit):
    _, card, field = own_formula(visit)
    field.fill("x^2 + z")
    expect(card.problem).to_contain_text("formula not understood")
    expect(field).to_have_value("x^2 + z")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.get_attribute("aria-describedby") == card.problem.get_attribute("id")
    field.press("Escape")
    expect(card.problem).to_have_count(0)
    expect(field).to_have_value(card.item["answer"]["values"]["formula"])


def test_a_formula_that_is_not_understood_does_not_hold_up_another_landscape(visit):
    _, card, field = own_formula(visit)
    field.fill("x^^")
    expect(card.problem).to_be_visible()
    card.change("landscape", "rosenbrock")
    card.shows(card.native(landscape="rosenbrock"))
    card.change("landscape", "formula")
    expect(field).to_have_value("x^^")


def test_every_knob_of_every_picked_optimizer_can_be_set_and_put_back(visit):
    _, card = playground(visit)
    knobs = {"gd": {"lr": 0.02}, "adam": {"beta1": 0.5, "lr": 2.5}}
    card.change("knobs", knobs)
    card.shows(card.native(knobs=knobs))
    card.find("button").get_by_text("Reset Adam", exact=True).click()
    card.shows(card.native(knobs={"gd": {"lr": 0.02}}))
    expect(card.find("button").get_by_text("Reset Adam", exact=True)).to_be_disabled()


def test_a_knob_that_is_not_valid_is_named_and_kept(visit):
    _, card = playground(visit)
    card.change("knobs", {"gd": {"lr": -1}})
    expect(card.problem).to_contain_text("lr")
    expect(card.number("gd.lr")).to_have_value("-1")
    card.number("gd.lr").fill("0.02")
    expect(card.problem).to_have_count(0)
    card.shows(card.native(knobs={"gd": {"lr": 0.02}}))


def test_code_in_a_link_is_shown_and_not_run_until_the_reader_says_so(visit):
    here, card = playground(visit, query())
    foreign = card.find(".foreign")
    expect(foreign).to_contain_text("This link brings code of someone else")
    expect(foreign.locator("pre")).to_have_text(RULE)
    here.page.wait_for_timeout(500)
    assert here.python_workers() == []
    foreign.get_by_text("Run this code").click()
    expect(card.summary).to_contain_text("half_step")
    expect(foreign).to_have_count(0)
    assert card.number("steps").input_value() == "50"
    box = here.page.locator("input[name='rules'][value='half_step']")
    expect(box).to_be_checked()
    assert box.evaluate("(box) => box.closest('fieldset').querySelector('legend').textContent") == "Your own"


def test_code_in_a_link_can_be_left_out(visit):
    _, card = playground(visit, query())
    card.find(".foreign button").get_by_text("Leave it out").click()
    card.shows(card.native(rules=["gd"], steps=50))
    expect(card.find(".foreign")).to_have_count(0)


def test_a_damaged_link_is_said_to_be_damaged(visit):
    _, card = playground(visit, query()[:-12])
    expect(card.find(".foreign")).to_contain_text("This link brings code that cannot be read")
    expect(card.find(".foreign button")).to_have_count(1)
    card.find(".foreign button").click()
    card.shows(card.native(rules=["gd"], steps=50))


def test_code_of_a_link_that_fails_says_why_and_nothing_else_changes(visit):
    _, card = playground(visit, query("y = 1 / 0"))
    card.find(".foreign button").get_by_text("Run this code").click()
    expect(card.problem).to_have_text("half_step: ZeroDivisionError, line 1: division by zero")
    expect(card.find(".foreign button")).to_have_count(2)
    card.change("steps", 40)
    card.shows(card.native(steps=40))


def test_code_of_a_link_that_never_ends_can_be_stopped(visit):
    _, card = playground(visit, query("while True: pass"))
    card.find(".foreign button").get_by_text("Run this code").click()
    card.find(".foreign button").get_by_text("Stop").click()
    expect(card.problem).to_have_text("Stopped. The code is not in use.")
    card.find(".foreign button").get_by_text("Leave it out").click()
    card.shows(card.native(rules=["gd"], steps=50))


def test_a_link_to_a_rule_of_ones_own_brings_its_code(visit):
    here, card = run_link(visit)
    here.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card.find("button").get_by_text("Share").click()
    expect(card.find(".done").get_by_text("Link copied")).to_be_visible()
    link = here.page.evaluate("navigator.clipboard.readText()")
    assert "own=" in link
    again = visit()
    again.page.goto(link)
    there = again.card("playground").wake()
    expect(there.find(".foreign pre")).to_have_text(RULE)


def test_ones_own_code_needs_no_leave(visit):
    here, _ = run_link(visit)
    here.page.reload()
    card = here.card("playground").wake()
    expect(card.summary).to_contain_text("half_step")
    expect(card.find(".foreign")).to_have_count(0)


def test_a_demo_follows_a_rule_that_changes_and_goes_on_without_one_that_is_gone(visit):
    here, card = run_link(visit)
    before = card.read()["rows"]
    other = RULE.replace("/ 2, s", "/ 2 + lr / 9, s")
    here.page.evaluate(
        f"""async ([facts, source]) => {{
          await customElements.get('zoo-demo').python.task('test', 'define', {{rules: [{{name: facts.name, source}}]}});
          {OWN}.add({{...facts, source}});
        }}""",
        [HALF, other],
    )
    here.page.wait_for_function(
        """([figure, before]) => !figure.querySelector("[aria-busy]") &&
             [...figure.querySelectorAll("details.demo-data tr:last-child td")].map(({textContent}) => textContent).join() !== before""",
        arg=[card.figure.element_handle(), ",".join(before[-1])],
    )
    here.page.evaluate(f"{OWN}.remove('half_step')")
    expect(card.find(".notice")).to_have_text("Your rule half_step is gone, so this demo goes on without it.")
    card.shows(card.native(rules=["gd"], steps=50))
    assert here.page.locator("input[name='rules'][value='half_step']").count() == 0


def test_the_best_score_is_kept_and_can_be_gone_back_to(visit):
    here = visit()
    here.open("embed/beat-adam/")
    card = here.card("beat-adam").wake()
    expect(card.find(".score")).to_contain_text("Par")
    card.change("knobs", {"momentum": {"lr": 0.02}})
    card.shows(card.native(knobs={"momentum": {"lr": 0.02}}))
    record = card.find(".score strong").inner_text()
    card.change("knobs", {"momentum": {"lr": 1e-4}})
    card.shows(card.native(knobs={"momentum": {"lr": 1e-4}}))
    expect(card.find(".score strong")).to_have_text(record)
    here.page.reload()
    card = here.card("beat-adam").wake()
    expect(card.find(".score strong")).to_have_text(record)
    card.find(".score button").click()
    card.shows(card.native(knobs={"momentum": {"lr": 0.02}}))
    expect(card.find(".score button")).to_have_count(0)


def test_the_score_of_a_link_is_not_the_readers(visit):
    here = visit()
    here.open('embed/beat-adam/?knobs={"momentum":{"lr":0.01}}')
    card = here.card("beat-adam").wake()
    card.shows(card.native(knobs={"momentum": {"lr": 0.01}}))
    expect(card.find(".score")).to_contain_text("Par")
    expect(card.find(".score strong")).to_have_count(0)


def download(here, card, kind):
    card.unfold(".demo-picture")
    with here.page.expect_download() as found:
        card.find("button").get_by_text(f"Download {kind}").click()
    return found.value


@pytest.mark.parametrize(("demo", "live"), [("playground", False), ("playground", True), ("surface", True)])
def test_a_picture_has_all_panels_in_the_colours_shown_and_needs_nothing_else(visit, demo, live):
    here = visit(color_scheme="dark")
    here.open(f"embed/{demo}/")
    card = here.card(demo).wake()
    if live:
        spec, value = next(iter(card.tries().items()))
        card.change(spec, value)
        card.shows(card.native(**{spec: value}))
    file = download(here, card, "SVG")
    assert file.suggested_filename == f"{demo}-{demo}.svg"
    text = file.path().read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    ids = {element.get("id") for element in root.iter()}
    shown = [use.get("href") for use in root.iter("{http://www.w3.org/2000/svg}use")]
    assert shown
    assert all(address and address[1:] in ids for address in shown)
    drawn = text.partition("</style>")[2]
    assert not any(word in drawn for word in ("var(", "color-mix", "light-dark", "oklab", "NaN"))
    ground = root.find("{http://www.w3.org/2000/svg}rect")
    assert ground is not None
    assert ground.get("fill") == "#1a1e25"
    titles = [panel["title"] for panel in card.item["answer"]["panels"] if panel["title"]]
    assert all(title in drawn for title in titles)
    image = download(here, card, "PNG").path().read_bytes()
    width, height = struct.unpack(">II", image[16:24])
    assert (width, height) == (2 * int(root.get("width") or 0), 2 * int(root.get("height") or 0))


def test_the_lines_of_python_give_the_same_numbers_elsewhere(visit):
    _, card = playground(visit)
    card.change("steps", 60)
    answer = card.native(steps=60)
    card.shows(answer)
    card.unfold(".demo-code")
    code = card.find(".demo-code code").text_content() or ""
    assert code == answer["code"]
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lowest = {line.split()[0]: float(line.split()[-1]) for line in result.stdout.splitlines()}
    assert set(lowest) == {"gd", "momentum", "rmsprop", "adam"}


def test_the_lines_of_python_begin_with_a_rule_of_ones_own(visit):
    _, card = run_link(visit)
    card.unfold(".demo-code")
    code = card.find(".demo-code code").text_content() or ""
    assert code.startswith(RULE)
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
