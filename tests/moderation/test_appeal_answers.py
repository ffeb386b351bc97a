"""Whoever appealed is told once what came of it, wherever the worker dies."""

from datetime import timedelta

import pytest

from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.actions.appeals import (
    NewAppeal,
    lock_appeal,
    make_appeal,
    settle_appeal,
    write_appeal_answer,
)
from standfirst.moderation.actions.notices import give_notice, settle_thing
from standfirst.moderation.models import Appeal, AppealAnswer, Measure, NoticedThing
from standfirst.moderation.notice_rules import NewNotice, Place
from standfirst.notify.models import Message
from standfirst.outbox.actions import claim_job, finish_job

pytestmark = pytest.mark.django_db
DAY, LEASE = timedelta(days=1), timedelta(minutes=5)


@pytest.fixture
def refused(now, moderator):
    """Refuse the appeal of a notifier whose address nobody has proven, a day ago."""
    notice = give_notice(
        new=NewNotice(
            category="hate",
            places=(Place("/comments/7/", "comment", 7, 1),),
            words="It calls for a beating.",
            name="Nora Notifier",
            address="nora@mail.test",
            is_in_good_faith=True,
        ),
        now=now - DAY,
    )
    thing = notice.things.get()
    subject = Subject("noticed_thing", thing.pk)
    left = record_decision(ruling=Ruling(subject, Measure.LEFT, decided_by=moderator), now=now)
    settle_thing(
        thing=thing, outcome=NoticedThing.Outcome.LEFT, decision=left, is_unfounded=False, now=now
    )
    thing.refresh_from_db()
    appeal = make_appeal(new=NewAppeal(decision=left, words="It does.", thing=thing), now=now)
    appeal = lock_appeal(appeal=appeal, now=now)
    settle_appeal(appeal=appeal, outcome=Appeal.Outcome.REFUSED, result=left, now=now)


def test_a_worker_that_dies_after_the_mail_tells_a_notifier_once(refused, now):
    write_appeal_answer(claim_job(AppealAnswer, now=now, lease=LEASE), now=now)
    # Nobody marked the job as done: here the worker died. Another one comes.
    later = now + 2 * LEASE
    for _turn in range(4):
        while (job := claim_job(AppealAnswer, now=later, lease=LEASE)) is not None:
            write_appeal_answer(job, now=later)
            finish_job(job, now=later)
        later += DAY
    told = Message.objects.filter(kind="appeal_answer").values_list("address", flat=True)
    assert list(told) == ["nora@mail.test"]
