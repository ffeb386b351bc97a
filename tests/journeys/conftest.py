"""The people of the founded paper, without JavaScript, and what they do it with."""

import pytest

from tests.cast import PASSWORD, recovery_code
from tests.journeys.founded import campaign, drawing, section, site, work  # noqa: F401 (fixtures)
from tests.journeys.visitor import Visitor


@pytest.fixture
def visitor(client_of):
    """Give a new browser with an empty profile."""
    return lambda: Visitor(client_of(None))


@pytest.fixture
def signed_in(visitor):
    """Give the browser of somebody who has come through the one door."""

    def enter(person, *, to="/account/"):
        browser = visitor().open(f"/account/login/?next={to}")
        page = browser.press("Sign in", login=person.email, password=PASSWORD)
        if person.user.is_staff:
            page = browser.press("Sign in", code=recovery_code(person.user))
        return page

    return enter
