"""A real Chromium over Playwright: a fresh context for each test, and no error goes unnoticed.

`page` has JavaScript, `plain_page` has none. What the console says in error, an uncaught exception or
a breach of the content security policy fails the test that caused it; a test that means to cause one
takes `browser_problems` and empties it when it has looked.
"""

import os

import pytest

from tests.plugins.data import absent
from tools import find_chromium

VIEWPORT = {"width": 1280, "height": 900}
PATIENCE = 10_000  # milliseconds; two busy cores need them


def pytest_collection_modifyitems(items):
    for item in items:
        if {"browser", "page", "plain_page", "new_context"} & set(item.fixturenames):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """Give the process's Chromium."""
    place = find_chromium.find()
    if place is None:
        absent("BROWSER", "no Chromium is installed")
    from playwright.sync_api import (  # noqa: PLC0415 (a run without browser tests)
        expect,
        sync_playwright,
    )

    expect.set_options(timeout=PATIENCE)
    # Playwright's loop runs in this thread, which Django takes for asynchronous code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=place, args=find_chromium.flags())
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_problems():
    """Collect what went wrong in the browser during this test."""
    return []


@pytest.fixture
def new_context(browser, browser_problems, request):
    """Make contexts (a visitor with an empty profile each); all are closed before the database goes."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("live_server")
    contexts = []

    def make(**options):
        context = browser.new_context(**{"viewport": VIEWPORT, "locale": "en-GB", **options})
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda message: note_console(message, browser_problems))
        context.on("weberror", lambda error: browser_problems.append(f"uncaught: {error.error}"))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    if browser_problems:
        pytest.fail("The browser complained:\n" + "\n".join(browser_problems), pytrace=False)


def note_console(message, problems):
    where = message.location or {}
    # A stream of events that ends is no fault: a page asks for another, and the server may be gone.
    if message.type == "error" and "/live/" not in (where.get("url") or ""):
        problems.append(f"{message.text} ({where.get('url')}:{where.get('lineNumber')})")


@pytest.fixture
def page(new_context):
    """Give a page of a visitor who has JavaScript."""
    return new_context().new_page()


@pytest.fixture
def plain_page(new_context):
    """Give a page of a visitor who has no JavaScript."""
    return new_context(java_script_enabled=False).new_page()


# What fades in or waits for an answer has another contrast for a moment.
AT_REST = """() => !document.querySelector(".htmx-request")
  && document.getAnimations().every((animation) => animation.playState !== "running")"""


@pytest.fixture
def assert_accessible():
    """Give a check that axe finds nothing against WCAG 2.2 AA on a page as it stands."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 (needs Playwright)

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    axe = Axe()

    def check(page, *, context=None):
        page.wait_for_function(AT_REST)
        result = axe.run(page, context, options={"runOnly": {"type": "tag", "values": tags}})
        found = [describe(violation) for violation in result.response["violations"]]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


def describe(violation):
    nodes = "\n".join(f"    {node['target']}: {node['html'][:160]}" for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{nodes}"
