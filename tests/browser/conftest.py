"""What the tests in a browser share: the book, built and served once; one Chromium; a fresh visit for each test."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import HASTY, launch
from tests.browser.site import BuildFailed, served
from tests.browser.visit import Visit


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    try:
        with served(tmp_path_factory.mktemp("site")) as pages:
            yield pages
    except BuildFailed as failure:
        pytest.exit(str(failure), returncode=1)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    """For a hundred short visits."""
    browser = launch(playwright, HASTY, bare=True)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def readers_browser(playwright):
    """For tests marked `readers`: the whole browser, as it comes."""
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def visit(request, site):
    """Starts a visit: `visit(java_script_enabled=False)`. No console may show an error that the test does not expect."""
    readers = request.node.get_closest_marker("readers")
    browser = request.getfixturevalue("readers_browser" if readers else "browser")
    visits = []

    def start(**options) -> Visit:
        visits.append(Visit(browser, site, **options))
        return visits[-1]

    site.log.clear()
    yield start
    for each in visits:
        each.close()
    assert [complaint for each in visits for complaint in each.complaints] == []
    assert [url for each in visits for url in each.strangers()] == []
