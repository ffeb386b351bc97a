"""At every address of the paper but the search, and in every write, the replica is not asked."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from standfirst.delivery import replica
from standfirst.delivery.actions import say_node_lives
from tests.exits.walking import content_of, walked
from tests.replica.conftest import any_database, questions_to_the_replica  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.any_engine, pytest.mark.slow]


@pytest.fixture
def asked(demo, any_database):  # noqa: F811
    """Give what the replica is asked: a second connection to the same paper, which is always true."""
    known = connections.configure_settings(
        {**settings.DATABASES, replica.REPLICA: {**settings.DATABASES["default"]}}
    )
    connections.settings[replica.REPLICA] = known[replica.REPLICA]
    say_node_lives(name="here", last_purge=2**62, now=timezone.now())
    with questions_to_the_replica() as asked:
        yield asked
    replica.forget_replica()


def askers(client, addresses, asked):
    """Give the paths at which the replica is asked."""
    found = set()
    for address in addresses:
        asked.clear()
        content_of(client.get(address))
        if asked:
            found.add(urlsplit(address).path)
    return found


def test_no_page_but_the_search_asks_it(asked, client_of):
    """No folder is set, so each page is rendered as if it were to be kept."""
    nobody = client_of(None)

    assert askers(nobody, list(walked(nobody)), asked) == {"/search/"}, "the control: it does"


def test_nobody_who_writes_or_sees_their_own_asks_it(asked, roles, gifts, guests_comment, thread):
    assert asked == [], "all of them have written by now"
    for client in roles.values():
        own = ("/account/", f"{thread.comments_path}?mine", f"/comments/{guests_comment.pk}/")
        assert askers(client, (*own, "/admin/", "/admin/desk/held/"), asked) == set()
        assert askers(client, ["/search/?q=gate"], asked) == {"/search/"}
