"""What can fail fails softly: no JavaScript, no runtime, no network, a strict policy."""

import pytest
from playwright.sync_api import expect

# Until the browser has put this many files by, and will answer from there.
KEPT = """async (count) => {
  await navigator.serviceWorker.ready;
  const kept = async ([name]) => name && (await (await caches.open(name)).keys()).length;
  while ((await kept(await caches.keys())) !== count) await new Promise(requestAnimationFrame);
}"""


@pytest.mark.parametrize("file", ["worker.js", "pyodide.asm.wasm", "book-"])
def test_without_a_file_of_the_runtime_the_page_says_so_and_stays_alive(visit, site, file):
    with site.breaking(f"runtime-.*/{file}"):
        here = visit()
        here.open("learning-rate/")
        card, other = (here.card(id).wake() for id in ("rates", "cobweb"))
        card.number("lr").fill("0.05")
        card.reaches("failed")
        expect(card.problem).to_have_count(1)
        assert card.problem.inner_text().startswith("Python could not be loaded (")
        other.number("lr").fill("0.5")
        other.reaches("failed")
        card.find("[aria-label='Step']").press("Home")
        expect(card.find(".step")).to_contain_text("step 0 of ")
        card.find("[aria-label='One step forward']").click()
        expect(card.find(".step")).to_contain_text("step 1 of ")
        assert here.page.locator("main").inner_text().count("learning rate") > 5
        here.complaints.clear()  # the browser names the missing file


def test_a_second_visit_takes_the_runtime_from_the_browser(visit, site):
    here = visit()
    here.open("embed/descent/")
    card = here.card("descent").wake()
    card.number("lr").fill("0.05")
    card.shows(card.native(lr=0.05))
    fetched = here.runtime_files()
    assert len(fetched) == len(set(fetched)) > 5
    here.page.evaluate(KEPT, len(fetched))
    assert here.runtime_files() == fetched
    site.log.clear()
    here.page.close()
    here.page = here.context.new_page()
    here.context.new_cdp_session(here.page).send("Network.clearBrowserCache")
    here.open("momentum/")
    card = here.card("valley").wake()
    card.number("lr").fill("0.01")
    card.shows(card.native(lr=0.01))
    assert here.runtime_files() == []


@pytest.mark.parametrize("path", ["", "embed/race/"])
def test_the_policy_of_a_page_stops_strangers_and_nothing_of_its_own(visit, path):
    here = visit()
    here.open(path)
    here.awake()
    policy = here.page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
    assert "default-src 'self'" in policy
    assert "unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")
    assert here.note("violations") == []
    here.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.intruder = true";
          document.head.append(script);
          return fetch("https://stranger.invalid/").catch(() => {});
        }"""
    )
    assert here.page.evaluate("window.intruder") is None
    assert sorted(here.note("violations")) == ["connect-src: https://stranger.invalid/", "script-src-elem: inline"]
    here.expects("Content Security Policy")


def test_a_page_works_without_webgl(visit):
    here = visit()
    here.context.add_init_script(
        "HTMLCanvasElement.prototype.getContext = () => null; delete window.WebGL2RenderingContext"
    )
    here.open("momentum/")
    assert len(here.awake()) > 3
