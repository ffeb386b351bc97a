"""Bounces and complaints: whom they silence, and who cannot bring that about."""

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.cli import bounce_command
from standfirst.lib.mail_reports import LONGEST_MAIL, read_mail_report
from standfirst.notify import actions
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Suppression
from standfirst.notify.queries import is_suppressed

pytestmark = pytest.mark.django_db
BOUNCE = """\
From: MAILER-DAEMON@mx.test
To: paper@paper.test
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mx.test>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Sorry.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test
Arrival-Date: Sat, 14 Mar 2026 09:26:53 +0000

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user

--B
Content-Type: {returned}

From: paper@paper.test
Message-ID: {message_id}
Subject: News

--B--
"""
COMPLAINT = """\
From: fbl@provider.test
To: paper@paper.test
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

A complaint.

--B
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1

--B
Content-Type: message/rfc822

From: paper@paper.test
Message-ID: {message_id}
Subject: News

Words.

--B--
"""


@pytest.fixture
def message(now):
    envelope = Envelope(kind="x", address="ada@mail.test", subject="S", text="T")
    return queue_message(envelope=envelope, now=now)


def taken(text, now, **values):
    raw = text.format(**values).replace("\n", "\r\n").encode()
    report = read_mail_report(raw)
    return report and actions.take_report(report=report, now=now)


def bounce(now, message, **values):
    given = {
        "recipient": "ada@mail.test",
        "action": "failed",
        "status": "5.1.1",
        "message_id": message.message_id,
        "returned": "message/rfc822",
        **values,
    }
    return taken(BOUNCE, now, **given)


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.10", "5.2.1"])
def test_a_hard_bounce_suppresses(status, returned, message, now):
    row = bounce(now, message, status=status, returned=returned)
    assert (row.address, row.reason) == ("ada@mail.test", Suppression.Reason.BOUNCE)
    assert row.said == f"{status} smtp; 550 {status} No such user"
    assert is_suppressed("ADA@MAIL.TEST")


@pytest.mark.parametrize(
    "values",
    [
        {"status": "4.2.2"},
        {"status": "5.2.2"},
        {"status": "4.7.1", "action": "delayed"},
        {"action": "delayed"},
        {"action": "delivered", "status": "2.0.0"},
        {"action": "relayed"},
        {"message_id": "<forged@evil.test>"},
        {"message_id": ""},
        {"recipient": "somebody-else@mail.test"},
        {"recipient": "nobody"},
        {"status": "15.1.1"},
        {"returned": "text/plain"},
    ],
    ids=str,
)
def test_a_soft_forged_or_foreign_bounce_changes_nothing(values, message, now):
    assert not bounce(now, message, **values)
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize("kind", ["abuse", "fraud", "opt-out"])
def test_a_complaint_suppresses(kind, message, now):
    row = taken(COMPLAINT, now, kind=kind, message_id=message.message_id)
    assert (row.address, row.reason) == ("ada@mail.test", Suppression.Reason.COMPLAINT)


@pytest.mark.parametrize(("kind", "known"), [("not-spam", True), ("virus", True), ("abuse", False)])
def test_other_feedback_and_forged_complaints_change_nothing(kind, known, message, now):
    message_id = message.message_id if known else "<forged@evil.test>"
    assert not taken(COMPLAINT, now, kind=kind, message_id=message_id)
    assert Suppression.objects.count() == 0


def test_suppressing_twice_is_once_and_lifting_allows_another(message, now):
    first = bounce(now, message)
    assert bounce(now, message) == first
    actions.lift_suppression(suppression=first, now=now)
    assert not is_suppressed("ada@mail.test")
    assert bounce(now, message) != first
    assert Suppression.objects.count() == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 100,
        b"Content-Type: multipart/report",
        b"Content-Type: multipart/report; boundary=B\r\n\r\n--B\r\n--B--",
        b"Content-Type: multipart/report; boundary=B\r\n\r\n" + b"--B\r\n" * 3000,
        b"Content-Type: message/rfc822\r\n\r\n" * 400,
        BOUNCE.encode()[:400],
        BOUNCE.encode().replace(b"rfc822;", b"\xff\xfe;"),
        b"x" * (LONGEST_MAIL + 1),
    ],
    ids=range(9),
)
def test_what_is_no_report_is_none(raw):
    report = read_mail_report(raw)
    assert report is None or not report.is_final


class TestTheNewsroomsList:
    ADDRESS = "/admin/mail/"

    @pytest.fixture
    def suppressed(self, now):
        def make(address="ada@mail.test"):
            return actions.suppress_address(
                address=address, reason=Suppression.Reason.BOUNCE, said="5.1.1 <b>gone</b>", now=now
            )

        return make

    def test_says_what_was_said_and_lifts_it(self, client_of, editor, suppressed, now):
        row = suppressed()
        client = client_of(editor)
        shown = client.get(self.ADDRESS).content.decode()
        assert "ada@mail.test" in shown
        assert "5.1.1 &lt;b&gt;gone&lt;/b&gt;" in shown
        lifted = client.post(self.ADDRESS, {"suppression": row.pk}, follow=True)
        assert "Mail goes to ada@mail.test again." in lifted.content.decode()
        assert not is_suppressed("ada@mail.test")

    @pytest.mark.parametrize("named", ["", "x", "0", "9" * 30])
    def test_what_is_not_there_is_not_lifted(self, named, client_of, moderator, suppressed):
        suppressed()
        client = client_of(moderator)
        assert client.post(self.ADDRESS, {"suppression": named}).status_code == 404
        assert is_suppressed("ada@mail.test")

    def test_is_for_those_who_answer_readers(self, client_of, treasurer, reader, suppressed):
        row = suppressed()
        for person in (treasurer, reader, None):
            client = client_of(person)
            for response in (
                client.get(self.ADDRESS),
                client.post(self.ADDRESS, {"suppression": row.pk}),
            ):
                assert response.status_code == 302
        assert is_suppressed("ada@mail.test")

    def test_names_the_mails_that_nobody_got(self, client_of, editor, message, now):
        client = client_of(editor)
        assert "None." in client.get(self.ADDRESS).content.decode()
        type(message).objects.update(outcome="in_doubt", done_at=now, last_error="No answer")
        shown = client.get(self.ADDRESS).content.decode()
        assert "in doubt" in shown
        assert "No answer" in shown

    def test_takes_the_same_queries_for_one_and_for_three(self, client_of, editor, suppressed):
        client = client_of(editor)

        def cost():
            with CaptureQueriesContext(connection) as asked:
                client.get(self.ADDRESS)
            return len(asked)

        suppressed()
        cost()
        one = cost()
        suppressed("b@mail.test")
        suppressed("c@mail.test")
        assert cost() == one


class TestTheCommand:
    @pytest.fixture
    def call(self, monkeypatch):
        monkeypatch.setattr(bounce_command, "require_site", lambda: None)

        def run(raw):
            done = CliRunner().invoke(bounce_command.command, input=raw)
            assert done.exit_code == 0, done.output
            return done.output

        return run

    def test_takes_a_mail_that_came_back_from_a_pipe(self, call, message):
        raw = BOUNCE.format(
            recipient="ada@mail.test",
            action="failed",
            status="5.1.1",
            message_id=message.message_id,
            returned="message/rfc822",
        )
        assert "Mail is kept from ada@mail.test" in call(raw.encode())
        assert is_suppressed("ada@mail.test")

    def test_says_when_nothing_was_changed(self, call, message):
        assert "no report" in call(b"Subject: Hello\r\n\r\nWords.")
        forged = COMPLAINT.format(kind="abuse", message_id="<x@evil.test>")
        assert "no reason" in call(forged.encode())
        assert Suppression.objects.count() == 0
