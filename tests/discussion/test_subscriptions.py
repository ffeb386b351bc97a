"""Asking to be told, confirming, and ending it."""

from datetime import timedelta
from functools import partial

import pytest

from standfirst.discussion import actions
from standfirst.discussion.actions import Wish
from standfirst.discussion.models import Subscription, Thread
from standfirst.discussion.rules import MOST_WISHES_FROM_NETWORK, CommentRefused, Refusal
from standfirst.notify.models import Message
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from standfirst.people.queries import merged_person
from tests.discussion.conftest import NETWORK, fresh

pytestmark = pytest.mark.django_db
ALL, REPLIES = Subscription.Kind.ALL, Subscription.Kind.REPLIES
DAY = timedelta(days=1)


@pytest.fixture
def ask(thread, now):
    def make(person, address="ada@mail.test", *, kind=ALL, at=now, **values):
        wish = Wish(**{"thread": thread, **values}, person=person, kind=kind, address=address)
        return actions.subscribe(wish=wish, now=at)

    return make


def refusal_of(act):
    with pytest.raises(CommentRefused) as caught:
        act()
    return caught.value.refusal


def mails(kind="discussion.confirm"):
    return list(Message.objects.filter(kind=kind).order_by("pk"))


def test_a_guest_is_asked_by_mail_first(ask, guest):
    wish = ask(guest)
    assert not wish.is_live
    mail = mails()[0]
    assert (mail.address, mail.unsubscribe_path) == ("ada@mail.test", "")
    assert f"/subscriptions/{wish.secret}/\n" in mail.text + "\n"
    assert fresh(guest).email == "ada@mail.test"
    assert fresh(guest).email_proven_at is None


def test_a_member_is_told_at_the_accounts_address_at_once(ask, reader):
    wish = ask(reader, "somebody-else@mail.test")
    assert (wish.is_live, wish.address, mails()) == (True, reader.user.email, [])


def test_whoever_proved_the_address_is_not_asked_again(ask, proven):
    person = proven()
    assert ask(person, person.email.upper()).is_live
    assert not ask(person, "another@mail.test").is_live
    assert len(mails()) == 1


def test_asking_twice_is_asking_once(ask, guest):
    assert ask(guest) == ask(guest, "ADA@mail.test")
    assert ask(guest, kind=REPLIES) != ask(guest)
    assert (Subscription.objects.count(), len(mails())) == (2, 1)


def test_an_address_gets_one_mail_a_day_whoever_asks(ask, other_thread, now):
    for hour in (0, 5, 23):
        ask(None, at=now + timedelta(hours=hour), thread=other_thread)
    assert len(mails()) == 1
    ask(None, at=now + DAY)
    assert len(mails()) == 2


def test_other_addresses_are_not_hindered(ask):
    for number in range(3):
        ask(None, f"reader{number}@mail.test")
    assert len(mails()) == 3


def test_a_flood_of_wishes_from_one_network_is_refused(ask, reader):
    for number in range(MOST_WISHES_FROM_NETWORK):
        ask(None, f"victim{number}@mail.test", network=NETWORK)
    more = lambda: ask(None, "one-more@mail.test", network=NETWORK)  # noqa: E731
    assert refusal_of(more) == Refusal.NETWORK_BUSY
    assert ask(reader, network=NETWORK).is_live


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@",
        "a@b",
        "a@b.test,c@d.test",
        "a@b.test\nBcc: c@d.test",
        f"{'a' * 300}@b.test",
    ],
)
def test_what_is_no_address_is_refused(ask, guest, address):
    before = Person.objects.count()
    assert refusal_of(lambda: ask(None, address)) == Refusal.ADDRESS_WRONG
    assert (Subscription.objects.count(), Person.objects.count()) == (0, before)


def test_a_thread_that_is_off_has_nothing_to_tell(ask, guest, thread):
    thread.mode = "off"
    assert refusal_of(lambda: ask(guest)) == Refusal.OFF


def confirm(wish, presser, now):
    return actions.confirm_subscription(subscription=wish, presser=presser, now=now)


def test_confirming_starts_it_and_the_others_that_waited(ask, guest, other_thread, now):
    first, second = ask(guest), ask(guest, thread=other_thread)
    assert len(mails()) == 1
    confirm(first, guest, now)
    assert fresh(first).is_live
    assert fresh(second).is_live
    assert fresh(guest).email_proven_at == now


def test_confirming_again_changes_nothing(ask, guest, now):
    wish = ask(guest)
    confirm(wish, guest, now)
    assert confirm(wish, guest, now + DAY).confirmed_at == now


def test_from_another_browser_nothing_is_proven(ask, guest, now):
    """Anybody can ask in another's name; who presses there shows who reads the mail, not who asked."""
    wish = ask(guest)
    stranger = make_guest(now=now)
    confirm(wish, stranger, now)
    assert fresh(wish).is_live
    assert fresh(guest).email_proven_at is None
    assert fresh(stranger).email == ""


def test_confirming_leaves_other_peoples_wishes_alone(ask, guest, now):
    wish, other = ask(guest), ask(None)
    confirm(wish, guest, now)
    assert not fresh(other).is_live


def test_proving_takes_earlier_guests_of_the_address_along(ask, write, guest, now):
    earlier = write(None, address="ada@mail.test").author
    confirm(ask(guest), guest, now)
    keeper = merged_person(fresh(guest))
    assert merged_person(fresh(earlier)) == keeper
    assert set(keeper.comments.values_list("author", flat=True)) == {keeper.pk}
    assert set(Subscription.objects.values_list("person", flat=True)) == {keeper.pk}


def test_ending_is_final_and_the_same_again(ask, reader, now):
    wish = ask(reader)
    actions.end_subscription(secret=wish.secret, now=now)
    assert actions.end_subscription(secret=wish.secret, now=now + DAY).ended_at == now
    assert refusal_of(lambda: confirm(fresh(wish), reader, now)) == Refusal.LINK_WRONG
    assert not fresh(wish).is_live


def test_ending_ends_one_wish(ask, reader, other_thread, now):
    wish, other = ask(reader), ask(reader, thread=other_thread)
    actions.end_subscription(secret=wish.secret, now=now)
    assert fresh(other).is_live


def test_a_wrong_secret_ends_nothing(ask, reader, now):
    wish = ask(reader)
    assert actions.end_subscription(secret=f"{wish.secret}x", now=now) is None
    assert fresh(wish).is_live


def test_whoever_ended_it_can_ask_again(ask, reader, now):
    wish = ask(reader)
    actions.end_subscription(secret=wish.secret, now=now)
    assert ask(reader).is_live
    assert ask(reader) != wish


class TestAClosedThread:
    """Nobody waits for mails that cannot come."""

    @pytest.fixture
    def close(self, page, now):
        return lambda: actions.set_thread_mode(
            page=page, mode=Thread.Mode.CLOSED, closes_at=None, now=now
        )

    def test_takes_no_wish(self, ask, guest, close):
        close()
        thread = Thread.objects.get()
        assert refusal_of(lambda: ask(guest, thread=thread)) == Refusal.CLOSED
        assert not Subscription.objects.exists()
        assert mails() == []

    def test_confirms_what_was_asked_before(self, ask, guest, close, now):
        wish = ask(guest)
        close()
        actions.confirm_subscription(subscription=fresh(wish), presser=None, now=now)
        assert fresh(wish).is_live

    def test_is_one_whose_time_has_come(self, ask, guest, page, now):
        until = now + DAY
        actions.set_thread_mode(page=page, mode=Thread.Mode.OPEN, closes_at=until, now=now)
        thread = Thread.objects.get()
        assert ask(guest, thread=thread, at=until - timedelta(seconds=1))
        too_late = partial(ask, guest, thread=thread, at=until, kind=REPLIES)
        assert refusal_of(too_late) == Refusal.CLOSED

    def test_offers_none(self, page, close, stranger):
        path = Thread.objects.get().comments_path
        assert "Notify of…" in stranger.get(path).content.decode(), "the control"
        close()
        closed = stranger.get(path).content.decode()
        assert "The discussion is closed" in closed
        assert "Notify of…" not in closed
        sent = {"thread": Thread.objects.get().pk, "what": "thread", "email": "ada@mail.test"}
        refused = stranger.post("/subscriptions/", sent)
        assert refused.status_code == 403
        assert "The discussion is closed." in refused.content.decode()
        assert 'value="ada@mail.test"' in refused.content.decode()
