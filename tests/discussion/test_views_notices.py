"""The one page of all notices: from a mail's link without a cookie, or for whoever is known here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.discussion import actions
from standfirst.discussion.actions import Wish
from standfirst.discussion.models import Subscription
from standfirst.lib.clock import now as clock
from standfirst.notify.actions import open_mailbox
from standfirst.notify.models import Mailbox, Rhythm
from standfirst.notify.places import settings_path
from tests.discussion.http import Forms, text_of

pytestmark = pytest.mark.django_db
Kind = Subscription.Kind
OWN = "/subscriptions/mine/"


@pytest.fixture
def wish(thread):
    def make(person, kind=Kind.ALL, address="", **values):
        made = Wish(thread, person, kind, address or "x@mail.test", **values)
        return actions.subscribe(wish=made, now=clock())

    return make


@pytest.fixture
def link(reader):
    return settings_path(open_mailbox(address=reader.user.email, now=clock()))


@pytest.fixture
def program(client_of):
    """Give what a mail program or an old browser is: no cookie, no origin."""
    client = client_of(None)
    client.defaults.pop("HTTP_SEC_FETCH_SITE", None)
    return client


def fresh(wish):
    wish.refresh_from_db()
    return wish


def test_the_link_of_a_mail_changes_how_often_and_when_not(program, link, reader, wish):
    first, second = wish(reader), wish(reader, Kind.REPLIES)
    page = program.get(link)
    assert page.status_code == 200
    assert "Who owns the gate?" in text_of(page)
    sent = {
        f"wish-{first.pk}": "weekly",
        f"wish-{second.pk}": "none",
        "quiet_from": "22",
        "quiet_until": "07",
        "time_zone": "Asia/Kolkata",
    }
    saved = program.post(link, sent)
    assert (saved.status_code, saved["Location"]) == (303, f"{link}?saved")
    assert "Saved." in text_of(program.get(saved["Location"]))
    assert fresh(first).rhythm == Rhythm.WEEKLY
    assert not fresh(second).is_live
    mailbox = Mailbox.objects.get()
    assert (str(mailbox.quiet_from), str(mailbox.quiet_until)) == ("22:00:00", "07:00:00")
    assert mailbox.time_zone == "Asia/Kolkata"


def test_opening_the_links_changes_nothing(program, link, reader, wish):
    kept = wish(reader)
    for path in (link, f"{link}end/", f"{link}?saved"):
        for method in (program.get, program.head):
            assert method(path, headers={"sec-purpose": "prefetch"}).status_code == 200
    assert fresh(kept).is_live


def test_one_post_without_cookie_or_origin_ends_everything(program, link, reader, wish):
    wishes = [wish(reader), wish(reader, Kind.REPLIES)]
    ended = program.post(
        f"{link}end/",
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert ended.status_code == 200
    assert "have ended" in text_of(ended)
    assert not any(fresh(each).is_live for each in wishes)
    assert program.post(f"{link}end/").status_code == 200


def test_an_altered_link_is_not_found(program, link, reader, wish):
    kept = wish(reader)
    token = link.removeprefix(OWN).strip("/")
    other = Mailbox.objects.get().secret
    altered = [
        token[:-1],
        f"{token}x",
        f"x{token}",
        other,
        f"{other}.x",
        token.replace(".", ":"),
        ".",
    ]
    for each in altered:
        for path in (f"{OWN}{each}/", f"{OWN}{each}/end/"):
            assert program.get(path).status_code == 404
            assert program.post(path, {f"wish-{kept.pk}": "none"}).status_code == 404
    assert fresh(kept).is_live


def test_another_mailboxs_link_changes_nothing_here(program, reader, supporter, wish):
    kept = wish(reader)
    theirs = settings_path(open_mailbox(address=supporter.user.email, now=clock()))
    program.post(theirs, {f"wish-{kept.pk}": "none"})
    program.post(f"{theirs}end/")
    assert fresh(kept).is_live
    assert fresh(kept).rhythm == Rhythm.AT_ONCE


@pytest.mark.parametrize(
    "sent",
    [{"quiet_from": "25"}, {"time_zone": "Mars/Olympus"}, {"wish": "x"}, {"quiet_until": "\x00"}],
)
def test_what_cannot_be_is_refused_and_changes_nothing(sent, program, link, reader, wish):
    kept = wish(reader)
    if "wish" in sent:
        sent = {f"wish-{kept.pk}": "often"}
    response = program.post(link, sent)
    assert response.status_code == 422
    assert "Error:" in text_of(response)
    assert fresh(kept).rhythm == Rhythm.AT_ONCE


def test_mentions_and_fates_are_asked_for_there(program, link, reader):
    program.post(link, {"mentions": "daily", "fate": "at_once"})
    assert set(Subscription.objects.values_list("kind", "rhythm", "address", "person")) == {
        ("mentions", "daily", reader.user.email, reader.pk),
        ("fate", "at_once", reader.user.email, reader.pk),
    }


def test_an_address_that_nobody_is_known_to_have_cannot_ask_for_more(program, db):
    link = settings_path(open_mailbox(address="ada@mail.test", now=clock()))
    assert "mentions" not in Forms(program.get(link)).found[0]["data"]
    program.post(link, {"mentions": "daily"})
    assert Subscription.objects.count() == 0


def test_a_member_comes_from_the_account(client_of, reader, wish):
    client = client_of(reader)
    kept = wish(reader)
    assert OWN in text_of(client.get("/account/"))
    page = client.get(OWN)
    assert "Who owns the gate?" in text_of(page)
    client.post(OWN, {f"wish-{kept.pk}": "daily"})
    assert fresh(kept).rhythm == Rhythm.DAILY


def test_another_sites_form_changes_nothing_of_a_member(client_of, reader, wish):
    kept = wish(reader)
    client = client_of(reader)
    client.defaults["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert client.post(OWN, {f"wish-{kept.pk}": "none"}).status_code == 403
    assert fresh(kept).is_live


def test_whoever_is_not_known_is_told_where_the_link_is(client_of, guest, wish):
    wish(guest, address="victim@mail.test")
    for client in (client_of(None), client_of(guest)):
        said = text_of(client.get(OWN))
        assert "link at its foot" in said
        assert "victim" not in said


def test_the_page_takes_the_same_queries_for_one_and_for_three(
    program, link, reader, wish, other_thread
):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            program.get(link)
        return len(asked)

    wish(reader)
    cost()
    one = cost()
    wish(reader, Kind.REPLIES)
    actions.subscribe(wish=Wish(other_thread, reader, Kind.ALL, ""), now=clock())
    assert cost() == one


def test_no_answer_is_kept_and_no_address_leaks(program, link):
    response = program.get(link)
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="referrer" content="no-referrer">' in text_of(response)
    assert "noindex" in text_of(response)
