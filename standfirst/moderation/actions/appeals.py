"""Appeals: made, decided once, and all sides told (Digital Services Act, Art. 20)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from standfirst.lib.text import normal_newlines
from standfirst.moderation.actions.notices import mail_key_of_day, redress_words
from standfirst.moderation.actions.screenings import record_screening
from standfirst.moderation.appeal_queries import is_superseded, time_to_decide
from standfirst.moderation.appeal_rules import (
    APPEAL_FOR,
    AppealRefusal,
    AppealRefused,
    refusal_of_decision,
    refusal_of_words,
)
from standfirst.moderation.drafts import AuthorFacts, Draft, Kind
from standfirst.moderation.models import Appeal, AppealAnswer, Decision, NoticedThing, Screening
from standfirst.moderation.notice_rules import is_known_at
from standfirst.moderation.screening import screen
from standfirst.moderation.subjects import Subject
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.notify.places import absolute
from standfirst.outbox.actions import finish_job
from standfirst.people.models import Person
from standfirst.people.owners import Owner
from standfirst.people.queries import merged_person
from standfirst.people.rules import proven_address_of

SUBJECT_KIND = Kind.APPEAL.value
Side, Outcome = Appeal.Side, Appeal.Outcome


@dataclass(frozen=True)
class NewAppeal:
    """Why somebody holds a decision to be wrong. ``thing`` is what they gave notice of, if they did."""

    decision: Decision
    words: str
    thing: NoticedThing | None = None
    appellant: Person | None = None
    language: str = ""


@transaction.atomic
def make_appeal(*, new: NewAppeal, now: datetime) -> Appeal:
    """Take an appeal. A second one against the same is the first again. Raises AppealRefused.

    Its words are judged, and what the screens find is shown on the desk; it is taken whatever they say.
    """
    is_notifiers = new.thing is not None
    same = {"thing": new.thing} if is_notifiers else {"decision": new.decision, "side": Side.AUTHOR}
    known = Appeal.objects.filter(**same).first()
    if known is not None:
        return known
    words = normal_newlines(new.words)
    _refuse_unfit(new, words, now)
    appeal, is_made = Appeal.objects.get_or_create(
        **same,
        defaults={
            "decision": new.decision,
            "side": Side.NOTIFIER if is_notifiers else Side.AUTHOR,
            "appellant": new.appellant,
            "words": words,
            "language": new.language,
            "made_at": now,
            "due_at": now + time_to_decide(),
        },
    )
    if is_made:
        verdict = screen(Draft(SUBJECT_KIND, words, author=AuthorFacts(approved_before=1)), now=now)
        record_screening(subject=Subject(SUBJECT_KIND, appeal.pk), verdict=verdict, now=now)
    return appeal


def lock_appeal(*, appeal: Appeal, now: datetime) -> Appeal:
    """Take an appeal in hand, in the transaction that decides on it.

    Raises AppealRefused if somebody was first.
    """
    rows = Appeal.objects.select_for_update(of=("self",)).select_related(
        "decision", "thing__notice"
    )
    fresh = rows.get(pk=appeal.pk)
    if not fresh.is_open:
        raise AppealRefused(AppealRefusal.DECIDED_ALREADY)
    return fresh


def settle_appeal(
    *, appeal: Appeal, outcome: Appeal.Outcome, result: Decision, now: datetime
) -> None:
    """Note what came of an appeal that was locked, and leave word for each side that is to know.

    Who appealed is told in any case. Where the decision is undone, so are those who gave notice of
    the thing; the author of what is removed now has the statement of reasons.
    """
    Appeal.objects.filter(pk=appeal.pk).update(outcome=outcome, result=result, decided_at=now)
    if appeal.thing is not None:
        notices = {appeal.thing.notice_id}
    else:
        AppealAnswer.objects.create(appeal=appeal, created_at=now, due_at=now)
        told = outcome == Outcome.UPHELD
        things = NoticedThing.objects.filter(decision=appeal.decision) if told else None
        notices = set(things.values_list("notice", flat=True)) if things is not None else set()
    AppealAnswer.objects.bulk_create(
        AppealAnswer(appeal=appeal, notice_id=notice, created_at=now, due_at=now)
        for notice in sorted(notices)
    )


@transaction.atomic
def write_appeal_answer(answer: AppealAnswer, *, now: datetime) -> int:
    """Mail one side what came of an appeal; give how many mails. A job's handler.

    An address that nobody has proven gets one mail a day: then this one comes tomorrow.
    """
    rows = AppealAnswer.objects.select_for_update(of=("self",)).filter(done_at__isnull=True)
    mine = rows.select_related("appeal__result__facts", "notice").filter(pk=answer.pk).first()
    if mine is None:
        return 0
    appeal, notice = mine.appeal, mine.notice
    key = f"appeal:{appeal.pk}:{mine.notice_id or ''}"
    if notice is None:
        person = merged_person(appeal.appellant) if appeal.appellant is not None else None
        address = proven_address_of(person) if person is not None else ""
        language = appeal.language
    else:
        person, address, language = notice.notifier, notice.address, notice.language
        if address and not is_known_at(person, address):
            key = mail_key_of_day(address, now)
            if Message.objects.filter(dedupe_key=key).exists():
                _put_off(mine, now)
                return 0
    if not address:
        return 0
    with override(language or settings.LANGUAGE_CODE):
        subject, text = _letter(appeal, is_appellants=notice is None or appeal.is_notifiers)
    envelope = Envelope(
        kind="appeal_answer",
        address=address,
        subject=subject,
        text=text,
        dedupe_key=key,
        person=person,
    )
    queue_message(envelope=envelope, now=now)
    # With the mail: to a worker that dies here and comes back, it would be another one of the day.
    finish_job(mine, now=now)
    return 1


@transaction.atomic
def forget_appeals(*, now: datetime) -> int:
    """Blank what appeals said half a year after they were decided; give how many."""
    return _blank(Appeal.objects.filter(decided_at__lte=now - APPEAL_FOR))


def erase_appeals(*, owner: Owner, now: datetime) -> None:
    """Forget what somebody's appeals said; that they were made and decided stays."""
    _blank(Appeal.objects.filter(appellant__in=owner.rows))


def appeal_path(appeal: Appeal) -> str:
    """Give the path of the page where whoever appealed reads what comes of it."""
    return f"/appeal/{appeal.secret}/"


def _blank(appeals: models.QuerySet[Appeal]) -> int:
    numbers = list(appeals.exclude(words="").values_list("pk", flat=True))
    found = Screening.objects.filter(subject_kind=SUBJECT_KIND, subject_id__in=numbers)
    found.exclude(passage="").update(passage="")
    return Appeal.objects.filter(pk__in=numbers).update(words="")


def _refuse_unfit(new: NewAppeal, words: str, now: datetime) -> None:
    refusal = refusal_of_decision(new.decision, is_notifiers=new.thing is not None, now=now)
    if refusal is not None:
        raise AppealRefused(refusal)
    if is_superseded(new.decision):
        raise AppealRefused(AppealRefusal.SUPERSEDED)
    refused = refusal_of_words(words)
    if refused is not None:
        raise refused


def _put_off(answer: AppealAnswer, now: datetime) -> None:
    """Tell tomorrow: by a new row, since the worker marks the one in its hand as done."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=5, second=0, microsecond=0)
    answer.delete()
    AppealAnswer.objects.create(
        appeal=answer.appeal, notice=answer.notice, created_at=answer.created_at, due_at=tomorrow
    )


def _letter(appeal: Appeal, *, is_appellants: bool) -> tuple[str, str]:
    day = formats.date_format(appeal.made_at, "DATE_FORMAT")
    facts = appeal.result.facts if appeal.result is not None else None
    why = [facts.text] if facts is not None and facts.text else []
    if not is_appellants:
        lines = [_("You gave notice of something that we removed. Its author appealed.")]
        subject = _("A decision after your notice is undone")
        lines.append(_("Another person has looked at it, and it is back."))
        return subject, "\n\n".join([*lines, *why, redress_words()]) + "\n"
    lines = [_("You asked us on {day} to look at a decision again.").format(day=day)]
    if appeal.outcome == Outcome.UPHELD:
        subject = _("You were right: the decision is undone")
        lines.append(_("You were right, and the decision is undone."))
    else:
        subject = _("The decision stands")
        lines.append(_("Another person has looked at it, and the decision stands."))
    place = _("All of it: {address}").format(address=absolute(appeal_path(appeal)))
    return subject, "\n\n".join([*lines, *why, place, redress_words()]) + "\n"
