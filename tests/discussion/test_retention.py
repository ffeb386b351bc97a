from datetime import timedelta

import pytest

from standfirst.discussion import actions
from standfirst.discussion.actions import Complaint
from standfirst.discussion.models import CommentRevision
from standfirst.discussion.rules import SAME_POST_WINDOW
from tests.discussion.conftest import NETWORK, fresh

pytestmark = pytest.mark.django_db
DAYS_30, DAYS_90 = timedelta(days=30), timedelta(days=90)


def test_withdrawn_words_are_deleted_after_thirty_days(write, reader, now):
    comment = write(reader, "regretted", at=now)
    actions.edit_comment(comment=comment, editor=reader, text="still regretted", now=now)
    kept = write(reader, "kept", at=now + SAME_POST_WINDOW)
    actions.withdraw_comment(comment=comment, author=reader, now=now)
    assert actions.blank_withdrawn(now=now + DAYS_30 - timedelta(seconds=1)) == 0
    assert actions.blank_withdrawn(now=now + DAYS_30) == 2
    words = CommentRevision.objects.filter(comment=comment).values_list("text", "html")
    assert set(words) == {("", "")}
    assert fresh(kept).current.text == "kept"


def test_networks_age_out(write, vote, reader, guest, now):
    comment = write(None, network=NETWORK, at=now)
    visible = write(reader)
    cast = vote(visible, guest, network=NETWORK)
    complaint = Complaint(comment=visible, reporter=guest, reason="spam", network=NETWORK)
    report = actions.report_comment(complaint=complaint, now=now)
    assert actions.forget_networks(now=now + DAYS_30 - timedelta(seconds=1)) == 0
    assert actions.forget_networks(now=now + DAYS_30) == 2
    assert (fresh(comment).network, fresh(report).network) == ("", "")
    assert fresh(cast).network == NETWORK
    assert actions.forget_networks(now=now + DAYS_90) == 1
    assert fresh(cast).network == ""
