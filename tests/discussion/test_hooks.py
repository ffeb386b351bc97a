"""Other programs are told that comments came, changed and went: once each, signed, and not for ever in vain."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.delivery.models import Event
from standfirst.discussion import actions
from standfirst.discussion.actions import hooks
from standfirst.discussion.models import Comment, Hook, HookCall
from standfirst.lib.outbound import Answer, OutboundRefused
from standfirst.notify.models import Message
from standfirst.outbox.actions import MAX_ATTEMPTS
from standfirst.worker.kinds import JobKind
from standfirst.worker.loop import Worker

URL = "https://hooks.example.org/in"


class Receiver:
    """Stands where the request would leave the machine; answers as it is told."""

    def __init__(self):
        self.status, self.got = 200, []

    def send(self, url, body, headers):
        self.got.append((url, body, headers))
        if self.status is None:
            raise OutboundRefused("hooks.example.org gave no answer: TimeoutError")
        return Answer(self.status)

    @property
    def said(self):
        return [json.loads(body) for _url, body, _headers in self.got]


@pytest.fixture
def receiver(monkeypatch):
    made = Receiver()
    monkeypatch.setattr(hooks, "send", made.send)
    return made


@pytest.fixture
def hook(db, now):
    return actions.add_hook(url=URL, now=now)


@pytest.fixture
def work(now):
    """Hear what happened and make the calls that are due, some time later."""

    def go(after=timedelta()):
        actions.hear_events(now=now + after)
        kinds = [JobKind("hook_call", HookCall, actions.make_call)]
        Worker(jobs=kinds, schedule=[], clock=lambda: now + after).work_until_idle()

    return go


class TestWhatIsTold:
    def test_a_new_comment_by_its_key_without_a_word_of_it(
        self, hook, receiver, work, write, proven, thread
    ):
        comment = write(proven("Ann Canary"), "A canary of words.")
        work()
        (said,) = receiver.said
        assert said["type"] == "comment.added"
        assert said["data"] == {
            "comment": comment.pk,
            "thread": thread.pk,
            "page": thread.address,
            "address": f"http://127.0.0.1:8000/comments/{comment.pk}/",
            "api": f"http://127.0.0.1:8000/api/v1/comments/{comment.pk}",
        }
        assert b"anary" not in receiver.got[0][1]

    def test_it_is_signed_with_the_hooks_secret(self, hook, receiver, work, write, proven, now):
        write(proven())
        work()
        url, body, headers = receiver.got[0]
        assert url == URL
        signed = f"{headers['webhook-id']}.{int(now.timestamp())}.".encode() + body
        key = base64.b64decode(hook.secret.removeprefix("whsec_"))
        expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"

    def test_changed_removed_withdrawn_and_restored(
        self, hook, receiver, work, write, proven, judge, now
    ):
        author = proven()
        comment = write(author, "First.", at=now)
        actions.edit_comment(comment=comment, editor=author, text="Second.", now=now)
        work()
        judged = judge(comment, facts="No.")
        actions.remove_comment(judgement=judged, now=now)
        work()
        actions.restore_comment(judgement=judge(comment), now=now)
        work()
        actions.withdraw_comment(comment=comment, author=author, now=now)
        work()
        kinds = [said["type"] for said in receiver.said]
        assert kinds == [
            *("comment.added", "comment.changed", "comment.gone", "comment.added", "comment.gone"),
        ]
        assert receiver.said[2]["data"] == {"comment": comment.pk}

    def test_nothing_of_what_is_held_or_voted(
        self, hook, receiver, work, write, guest, proven, vote
    ):
        comment = write(proven())
        work()
        receiver.got.clear()
        vote(comment, proven())
        held = write(guest)
        Comment.objects.filter(pk=held.pk).update(state="held", published_at=None)
        work()
        assert receiver.got == []

    def test_nothing_of_what_went_before_it_could_be_told(
        self, hook, receiver, work, write, proven, page
    ):
        write(proven())
        page.unpublish()
        work()
        assert receiver.got == []
        assert HookCall.objects.get().done_at is not None

    def test_nothing_of_the_time_before_the_hook(self, receiver, work, write, proven, now):
        write(proven(), at=now)
        actions.add_hook(url=URL, now=now + timedelta(hours=1))
        work()
        assert receiver.got == []
        write(proven(), at=now + timedelta(hours=2))
        work()
        assert len(receiver.got) == 1, "the control"

    def test_each_hook_once_however_often_the_log_is_heard(
        self, hook, receiver, work, write, proven, now
    ):
        actions.add_hook(url="https://other.example.org/", now=now)
        write(proven())
        for _ in range(3):
            # As if the worker died before it noted how far it had come.
            Hook.objects.update(position=0)
            work()
        assert sorted(url for url, *_ in receiver.got) == [URL, "https://other.example.org/"]

    def test_a_log_that_began_anew_is_heard_from_there(self, hook, receiver, work, write, proven):
        Hook.objects.update(position=2**40)
        work()
        write(proven())
        work()
        assert len(receiver.got) == 1

    def test_writing_costs_no_more_with_hooks(self, hook, write, proven, connection_queries):
        author, other = proven(), proven()
        with connection_queries() as with_hook:
            write(author, "One.")
        Hook.objects.all().delete()
        with connection_queries() as without:
            write(other, "Two.")
        assert len(with_hook) == len(without)


@pytest.fixture
def connection_queries():
    return lambda: CaptureQueriesContext(connection)


class TestWhatIsNotTaken:
    @pytest.mark.parametrize("status", [None, 301, 400, 404, 410, 429, 500])
    def test_it_is_sent_again_later_by_the_same_name(
        self, hook, receiver, work, write, proven, status
    ):
        receiver.status = status
        write(proven())
        work()
        assert len(receiver.got) == 1
        work(timedelta(seconds=29))
        assert len(receiver.got) == 1, "not before its time"
        receiver.status = 200
        work(timedelta(minutes=2))
        first, second = (headers["webhook-id"] for _url, _body, headers in receiver.got)
        assert first == second
        assert HookCall.objects.get().done_at is not None
        assert Hook.objects.get().failing_at is None

    def test_at_last_it_is_given_up_where_staff_see_it(
        self, hook, receiver, work, write, proven, client_of, owner
    ):
        receiver.status = 500
        write(proven())
        for day in range(MAX_ATTEMPTS + 2):
            work(timedelta(hours=6 * day))
        assert len(receiver.got) == MAX_ATTEMPTS
        page = client_of(owner).get("/admin/hooks/").content.decode()
        assert "The answer was 500." in page
        assert "1 call was not taken" in page

    def test_after_days_in_vain_it_is_switched_off_and_staff_are_told_once(
        self, hook, receiver, work, write, proven, owner
    ):
        receiver.status = None
        for day in range(5):
            write(proven(), f"Words of day {day}.")
            work(timedelta(days=day))
        hook.refresh_from_db()
        assert hook.off_at is not None
        (message,) = Message.objects.filter(kind="hook_off")
        assert message.address == owner.user.email
        assert URL in message.text
        sent = len(receiver.got)
        receiver.status = 200
        work(timedelta(days=9))
        assert len(receiver.got) == sent, "nothing more is sent"

    def test_one_that_answers_now_and_then_stays_on(self, hook, receiver, work, write, proven):
        for day in range(8):
            receiver.status = 500 if day % 2 else 200
            write(proven(), f"Words of day {day}.")
            work(timedelta(days=day))
        hook.refresh_from_db()
        assert hook.off_at is None

    def test_another_hook_does_not_wait_for_it(
        self, hook, receiver, work, write, proven, now, monkeypatch
    ):
        actions.add_hook(url="https://other.example.org/", now=now)
        good = receiver.send

        def send(url, body, headers):
            receiver.status = None if url == URL else 200
            return good(url, body, headers)

        monkeypatch.setattr(hooks, "send", send)
        write(proven())
        work()
        assert HookCall.objects.filter(done_at__isnull=False).get().hook.url != URL


class TestStaff:
    @pytest.fixture
    def staff(self, client_of, owner):
        return client_of(owner)

    def test_add_switch_and_remove(self, staff, db):
        staff.post("/admin/hooks/", {"url": f"  {URL} "})
        hook = Hook.objects.get()
        assert hook.url == URL
        assert hook.secret in staff.get("/admin/hooks/").content.decode()
        staff.post("/admin/hooks/", {"off": hook.pk})
        assert Hook.objects.get().off_at is not None
        staff.post("/admin/hooks/", {"on": hook.pk})
        assert Hook.objects.get().off_at is None
        staff.post("/admin/hooks/", {"remove": hook.pk})
        assert not Hook.objects.exists()

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "x",
            "ftp://hooks.example.org/",
            "http://127.0.0.1/",
            "http://localhost/",
            "https://[::1]/",
        ],
    )
    def test_an_address_that_cannot_be_is_handed_back(self, staff, url):
        response = staff.post("/admin/hooks/", {"url": url})
        assert response.status_code == 422
        assert f'value="{url}"' in response.content.decode()
        assert not Hook.objects.exists()

    def test_what_was_given_up_is_sent_again(self, staff, hook, receiver, work, write, proven):
        receiver.status = 500
        write(proven())
        for day in range(MAX_ATTEMPTS + 1):
            work(timedelta(hours=6 * day))
        call = HookCall.objects.get()
        assert call.due_at is None
        receiver.status = 200
        staff.post("/admin/hooks/", {"again": call.pk})
        HookCall.objects.update(due_at=hook.made_at)
        work()
        assert HookCall.objects.get().done_at is not None

    def test_what_was_taken_is_sent_again_by_the_same_name(
        self, staff, hook, receiver, work, write, proven
    ):
        write(proven())
        work()
        staff.post("/admin/hooks/", {"again": HookCall.objects.get().pk})
        HookCall.objects.update(due_at=hook.made_at)
        work()
        first, second = (headers["webhook-id"] for _url, _body, headers in receiver.got)
        assert first == second

    @pytest.mark.parametrize("sent", [{}, {"again": "x"}, {"again": "9" * 30}, {"off": "1"}])
    def test_what_is_not_there_is_404(self, staff, sent):
        assert staff.post("/admin/hooks/", sent).status_code == 404

    def test_editors_and_readers_have_no_such_page(self, client_of, editor, reader):
        assert client_of(editor).get("/admin/hooks/").status_code == 302
        assert client_of(reader).get("/admin/hooks/").status_code == 302

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(
        self, staff, receiver, work, write, proven, now, number, django_assert_max_num_queries
    ):
        for count in range(number):
            actions.add_hook(url=f"{URL}/{count}", now=now)
        for count in range(number):
            write(proven(), f"Words {count}.")
        work()
        staff.get("/admin/hooks/")
        with django_assert_max_num_queries(16):
            staff.get("/admin/hooks/")


def test_what_was_taken_is_forgotten_after_a_month(hook, receiver, work, write, proven, now):
    write(proven())
    work()
    assert actions.forget_old_calls(now=now + timedelta(days=29)) == 0
    assert actions.forget_old_calls(now=now + timedelta(days=31)) == 1
    assert Event.objects.exists(), "the log is another's to forget"
