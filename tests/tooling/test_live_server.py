"""The browser fixtures against the paper itself, as the browser tests use them."""

import pytest

from standfirst.newsroom.actions import found_paper


@pytest.fixture
def paper(live_server, now):
    found_paper(name="The Weir Courier", now=now)
    return live_server.url


@pytest.mark.parametrize("kind", ["page", "plain_page"])
def test_the_front_is_served_to_a_browser_without_a_complaint(paper, kind, request):
    page = request.getfixturevalue(kind)
    answer = page.goto(paper + "/")
    assert answer.status == 200
    assert "The Weir Courier" in page.locator("body").inner_text()


def test_what_the_server_committed_is_gone_in_the_next_test(paper, page):
    assert page.goto(paper + "/").status == 200
