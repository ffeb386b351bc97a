import pytest

POLICY = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'"
BARE = "<!doctype html><html lang=en><title>A title</title><main><h1>A page</h1>"


@pytest.fixture
def served(new_context):
    """Serve one text as a page, under the policy that public pages have."""

    def serve(html):
        page = new_context().new_page()
        headers = {"Content-Security-Policy": POLICY}
        page.route(
            "**/*",
            lambda route: route.fulfill(body=html, content_type="text/html", headers=headers),
        )
        page.goto("http://paper.test/")
        return page

    return serve


def test_a_clean_page_has_no_problems_even_under_the_strict_policy(served, assert_accessible):
    page = served(BARE)
    assert page.evaluate("document.title") == "A title"
    assert_accessible(page)


def test_axe_finds_a_planted_fault(served, assert_accessible):
    page = served(BARE + "<input>")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


def test_a_breach_of_the_policy_is_noticed(served, browser_problems):
    served(BARE + "<script>1</script>")
    assert "Content Security Policy" in browser_problems.pop()


def test_the_flags_are_those_of_a_quiet_browser(browser):
    assert browser.version
