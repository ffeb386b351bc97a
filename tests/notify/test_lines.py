"""An address is told of a thing once: at once, or in one digest with what else was noted."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.notify import actions
from standfirst.notify.actions import News, QuietHours
from standfirst.notify.models import Digest, Line, Mailbox, Message, Rhythm

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEWS = News(
    address="ada@mail.test",
    rhythm=Rhythm.AT_ONCE,
    kind="test",
    about="comment:1",
    wish="subscription:1",
    heading="Who owns the gate?",
    heading_path="/river/gate/comments/",
    words="A new comment",
    sentence="There is a new comment on “Who owns the gate?”.",
    path="/comments/1/",
    end_path="/subscriptions/s/end/",
)


def tell(now, *several, **values):
    return actions.tell_all(news=several or [replace(NEWS, **values)], now=now)


def comments(*numbers, **values):
    return [
        replace(NEWS, about=f"comment:{number}", path=f"/comments/{number}/", **values)
        for number in numbers
    ]


def write_due(now):
    for digest in Digest.objects.due(now):
        actions.write_digest(digest, now=now)
    return list(Message.objects.order_by("pk"))


def test_what_is_told_at_once_is_a_mail_of_its_own(now):
    (line,) = tell(now)
    message = Message.objects.get()
    assert line.message == message
    assert message.subject == "A new comment: Who owns the gate?"
    assert "/comments/1/" in message.text
    assert "/comments/1/" in message.html
    assert message.unsubscribe_path == "/subscriptions/s/end/"
    assert message.due_at == now


def test_an_address_is_told_of_a_thing_once_whatever_its_case_and_rhythm(now):
    tell(now, *comments(1), *comments(1, rhythm=Rhythm.DAILY, wish="subscription:2"))
    assert tell(now, address="ADA@mail.test") == []
    assert tell(now + DAY, rhythm=Rhythm.WEEKLY) == []
    assert (Line.objects.count(), Message.objects.count(), Mailbox.objects.count()) == (1, 1, 1)


def test_a_digest_groups_and_never_repeats(now):
    other = {"heading": "The mill", "heading_path": "/mill/comments/", "wish": "subscription:2"}
    tell(now, *comments(1, 2, rhythm=Rhythm.DAILY), *comments(3, rhythm=Rhythm.DAILY, **other))
    assert write_due(now + HOUR) == []
    (first,) = write_due(now + DAY)
    assert first.subject == "3 notices"
    gate, mill = first.text.index("Who owns the gate?"), first.text.index("The mill")
    assert sorted([gate, mill]) == [mill, gate]
    assert all(f"/comments/{number}/" in first.text for number in (1, 2, 3))
    assert first.text.count("Who owns the gate?") == 1
    assert write_due(now + 2 * DAY) == [first]
    tell(now + 2 * DAY, *comments(3, 4, rhythm=Rhythm.DAILY))
    _, second = write_due(now + 3 * DAY)
    assert second.subject == "1 notice: Who owns the gate?"
    assert "/comments/3/" not in second.text


def test_everything_for_one_time_is_one_mail(now):
    monday = datetime(2026, 3, 16, 6, 30, tzinfo=UTC)
    tell(monday, *comments(1, rhythm=Rhythm.HOURLY), *comments(2, rhythm=Rhythm.DAILY))
    tell(now, *comments(3, rhythm=Rhythm.WEEKLY))
    (message,) = write_due(monday + HOUR)
    assert all(f"/comments/{number}/" in message.text for number in (1, 2, 3))


def test_a_digest_of_one_wish_ends_that_and_of_several_all(now):
    tell(now, *comments(1, 2, rhythm=Rhythm.HOURLY))
    tell(now, *comments(3, rhythm=Rhythm.DAILY), *comments(4, rhythm=Rhythm.DAILY, wish="x"))
    one, several = write_due(now + DAY)
    assert one.unsubscribe_path == "/subscriptions/s/end/"
    assert several.unsubscribe_path.startswith("/subscriptions/mine/")
    assert several.unsubscribe_path.endswith("/end/")


def test_a_long_digest_says_how_much_it_leaves_out(now):
    tell(now, *comments(*range(1, 26), rhythm=Rhythm.DAILY))
    (message,) = write_due(now + DAY)
    assert message.text.count("- A new comment") == 20
    assert "and 5 more" in message.text
    assert "and 5 more" in message.html


def test_quiet_hours_put_off_and_gather(now):
    mailbox = actions.open_mailbox(address="ada@mail.test", now=now)
    night = QuietHours("Europe/Berlin", time(9), time(12))
    actions.keep_quiet(mailbox=mailbox, hours=night, now=now)
    tell(now, *comments(1, 2))
    assert Message.objects.count() == 0
    assert write_due(datetime(2026, 3, 14, 10, 59, tzinfo=UTC)) == []
    (message,) = write_due(datetime(2026, 3, 14, 11, tzinfo=UTC))
    assert "/comments/1/" in message.text
    assert "/comments/2/" in message.text


def test_quiet_hours_that_are_set_later_put_off_what_waits(now):
    tell(now, rhythm=Rhythm.HOURLY)
    mailbox = Mailbox.objects.get()
    actions.keep_quiet(mailbox=mailbox, hours=QuietHours("", time(9), time(15)), now=now)
    assert Digest.objects.get().due_at == datetime(2026, 3, 14, 15, tzinfo=UTC)
    actions.keep_quiet(mailbox=mailbox, hours=QuietHours("nowhere", time(9), None), now=now)
    mailbox.refresh_from_db()
    assert (mailbox.time_zone, mailbox.quiet_from, mailbox.quiet_until) == ("", None, None)
    assert Digest.objects.get().due_at == datetime(2026, 3, 14, 10, tzinfo=UTC)


def test_what_is_gone_or_ended_is_taken_back_unless_it_was_mailed(now):
    tell(now, *comments(1))
    tell(now, *comments(2, 3, 4, rhythm=Rhythm.DAILY), *comments(5, rhythm=Rhythm.DAILY, wish="x"))
    assert actions.take_back_thing(about="comment:2", now=now) == 1
    assert actions.take_back_thing(about="comment:1", now=now) == 0
    assert actions.take_back_wishes(wishes=["x"], now=now) == 1
    _, digest = write_due(now + DAY)
    assert [number for number in range(1, 6) if f"/comments/{number}/" in digest.text] == [3, 4]


def test_a_digest_of_which_nothing_is_left_is_no_mail(now):
    tell(now, rhythm=Rhythm.DAILY)
    actions.take_back_thing(about="comment:1", now=now)
    assert write_due(now + DAY) == []
    assert Digest.objects.get().done_at == now + DAY


def test_what_comes_while_a_digest_is_written_goes_into_the_next(now):
    tell(now, rhythm=Rhythm.HOURLY)
    slot = Digest.objects.get().slot_at
    actions.write_digest(Digest.objects.get(), now=slot)
    # A writer who looked at the clock a moment before.
    (line,) = tell(slot - timedelta(seconds=1), *comments(2, rhythm=Rhythm.HOURLY))
    assert line.digest.slot_at == slot + HOUR
    assert len(write_due(slot + HOUR)) == 2


def test_hundreds_are_told_in_as_many_queries_as_one(now):
    def cost(addresses):
        news = [replace(NEWS, about="comment:9", address=address) for address in addresses]
        with CaptureQueriesContext(connection) as asked:
            actions.tell_all(news=news, now=now)
        return len(asked)

    one = cost(["one@mail.test"])
    # SQLite takes some 60 rows in one statement.
    assert cost([f"s{number}@mail.test" for number in range(150)]) <= one + 5
    assert Message.objects.count() == 151


def test_told_lines_are_forgotten_after_thirty_days_and_waiting_ones_kept(now):
    tell(now, *comments(1), *comments(2, rhythm=Rhythm.DAILY))
    assert actions.forget_old_lines(now=now + 30 * DAY) == 0
    assert actions.forget_old_lines(now=now + 31 * DAY) == 1
    write_due(now + 31 * DAY)
    assert actions.forget_old_lines(now=now + 32 * DAY) == 1
    assert Line.objects.count() == 0


def test_a_mail_fetches_nothing_and_leads_nowhere_else(now, settings):
    tell(now, *comments(1), *comments(2, rhythm=Rhythm.DAILY))
    for message in write_due(now + DAY):
        html = message.html.lower()
        assert not {"<img", "url(", "<script", "<link", "src="} & {
            found for found in ("<img", "url(", "<script", "<link", "src=") if found in html
        }
        links = [part.partition('"')[0] for part in message.html.split('href="')[1:]]
        assert links
        assert all(link.startswith(settings.STANDFIRST_BASE_URL + "/") for link in links)
        assert f"{settings.STANDFIRST_BASE_URL}/subscriptions/mine/" in message.text


def test_a_heading_is_text_in_html(now):
    tell(now, heading="<b>Gate</b> & <img src=x>", rhythm=Rhythm.DAILY)
    (message,) = write_due(now + DAY)
    assert "<b>" not in message.html
    assert "<img" not in message.html
    assert "<b>Gate</b> & <img src=x>" in message.text
