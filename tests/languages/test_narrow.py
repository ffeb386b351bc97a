"""Long words: every kind of page on the narrowest phone, in the languages that run as English does."""

import pytest

from tests.browser.kinds import KINDS
from tests.browser.looking import Visit
from tests.browser.test_every_page import ERRORS_OF_ITS_OWN, write_as

NARROWEST = {"width": 320, "height": 700}


@pytest.mark.soak
@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_every_page_fits_a_narrow_window(
    demo, browser_of, request, settings, browser_problems, language
):
    settings.LANGUAGE_CODE = language
    found = []
    for kind in KINDS:
        if kind.is_empty or kind.status == 500:
            continue
        person = request.getfixturevalue(kind.who) if kind.who else None
        if kind.who in {"reader", "moderator"}:
            write_as(person)
        visit = Visit(browser_of(person, viewport=NARROWEST))
        visit.open(kind.address())
        if kind.sends:
            visit.send(kind.sends, kind.fills)
        found += [f"{kind}: {fault}" for fault in visit.overflow() + visit.large_text()]
        visit.page.context.close()
    browser_problems[:] = [
        problem for problem in browser_problems if not problem.startswith(ERRORS_OF_ITS_OWN)
    ]
    assert found == []
