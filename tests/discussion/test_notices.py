"""Who is told of a comment: whoever asked, once per address, and nobody of what is held."""

from datetime import timedelta

import pytest
from django.core import mail

from standfirst.discussion import actions
from standfirst.discussion.models import Notice, Subscription
from standfirst.notify.actions import send_message
from standfirst.notify.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(thread, now):
    """Make a live wish."""

    def make(person, kind="all", address="", **values):
        address = address or f"p{person.pk}@mail.test"
        values = {"confirmed_at": now, **values}
        return Subscription.objects.create(
            thread=thread, person=person, address=address, kind=kind, asked_at=now, **values
        )

    return make


@pytest.fixture
def deliver(now):
    """Do what the worker does with the notices that wait."""

    def run():
        for notice in Notice.objects.filter(done_at__isnull=True):
            actions.write_messages(notice, now=now)
        return sorted(Message.objects.values_list("address", flat=True))

    return run


def test_those_who_asked_are_told_and_the_author_is_not(write, told, deliver, reader, supporter):
    told(reader, address="reader@mail.test")
    told(supporter, address="supporter@mail.test")
    write(reader)
    assert deliver() == ["supporter@mail.test"]


def test_replies_are_told_to_whom_they_answer(write, told, deliver, reader, supporter, proven):
    root = write(reader, "root")
    told(reader, "replies", "reader@mail.test")
    other = write(supporter, "elsewhere")
    assert deliver() == []
    write(proven(), "to somebody else", parent=other)
    assert deliver() == []
    write(supporter, "to the reader", parent=root)
    assert deliver() == ["reader@mail.test"]


def test_wishes_that_wait_or_ended_tell_nothing(write, told, deliver, reader, supporter, now):
    told(supporter, confirmed_at=None)
    told(supporter, address="x@mail.test", ended_at=now)
    write(reader)
    assert (deliver(), Notice.objects.count()) == ([], 0)


def test_one_address_gets_one_mail_per_comment(write, told, deliver, reader, supporter, guest):
    root = write(supporter, "root")
    told(supporter, "all", "same@mail.test")
    told(supporter, "replies", "Same@mail.test")
    told(guest, "all", "SAME@mail.test")
    write(reader, "answer", parent=root)
    assert len(deliver()) == 1
    assert Message.objects.get().kind == "discussion.reply"


def test_the_job_may_run_again(write, told, deliver, reader, supporter, now):
    told(supporter)
    comment = write(reader)
    deliver()
    notice = Notice.objects.get()
    assert notice.done_at == now
    actions.write_messages(notice, now=now)
    actions.write_messages(Notice.objects.get(comment=comment), now=now)
    assert Message.objects.count() == 1


def test_nobody_is_told_of_a_held_comment(write, told, deliver, reader, guest):
    told(reader)
    write(guest)
    assert (deliver(), Notice.objects.count()) == ([], 0)


def test_nobody_is_told_of_what_went_meanwhile(write, told, deliver, reader, supporter, now):
    told(supporter)
    comment = write(reader)
    actions.withdraw_comment(comment=comment, author=reader, now=now)
    assert deliver() == []
    assert Notice.objects.get().done_at is not None


def test_nobody_is_told_of_a_page_that_is_not_public_any_more(
    write, told, deliver, reader, supporter, page
):
    told(supporter)
    write(reader)
    page.live = False
    page.save()
    assert deliver() == []


def test_a_restored_comment_is_not_told_of_again(
    write, told, deliver, reader, supporter, judge, now
):
    told(supporter)
    comment = write(reader)
    deliver()
    actions.remove_comment(judgement=judge(comment, facts="rude"), now=now)
    actions.restore_comment(judgement=judge(comment), now=now)
    assert deliver().count(f"p{supporter.pk}@mail.test") == 1


def test_the_mail_holds_nothing_that_the_author_wrote(
    write, told, deliver, proven, supporter, judge, now
):
    told(supporter, address="sam@mail.test")
    author = proven("Buy at https://spam.test/name")
    comment = write(author, "See https://spam.test/text ![x](https://spam.test/p.png)")
    actions.approve_comment(judgement=judge(comment), now=now)
    assert deliver() == ["sam@mail.test"]
    message = Message.objects.get()
    assert "spam.test" not in message.text + message.subject + message.html


def test_the_mail_leads_to_the_comment_and_to_its_end(write, told, deliver, reader, supporter, now):
    wish = told(supporter, address="sam@mail.test")
    comment = write(reader)
    deliver()
    message = Message.objects.get()
    assert message.subject == "A new comment: Who owns the gate?"
    assert f"/comments/{comment.pk}/" in message.text
    assert message.unsubscribe_path == f"/subscriptions/{wish.secret}/end/"
    send_message(message, now=now)
    sent = mail.outbox[0]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].endswith(f"/{wish.secret}/end/>")


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_a_title_forges_no_header(write, told, deliver, reader, supporter, thread, breaks, now):
    thread.title = f"Gate{breaks}Bcc: victim@mail.test"
    thread.save()
    told(supporter, address="sam@mail.test")
    write(reader)
    deliver()
    send_message(Message.objects.get(), now=now)
    assert mail.outbox[0].recipients() == ["sam@mail.test"]
    assert "\n" not in mail.outbox[0].message()["Subject"]


def test_a_thousand_who_asked_cost_the_writer_one_row(
    write, told, thread, reader, guest, django_assert_max_num_queries, now
):
    Subscription.objects.bulk_create(
        Subscription(
            thread=thread,
            person=guest,
            address=f"s{number}@mail.test",
            kind="all",
            asked_at=now,
            confirmed_at=now,
        )
        for number in range(1000)
    )
    with django_assert_max_num_queries(35):
        write(reader, at=now + timedelta(hours=1))
    assert (Notice.objects.count(), Message.objects.count()) == (1, 0)
