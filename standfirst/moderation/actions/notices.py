"""Notices of illegal content: taken, decided thing by thing, answered once, forgotten in time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from standfirst.lib.text import normal_newlines
from standfirst.moderation.actions.screenings import record_screening
from standfirst.moderation.drafts import AuthorFacts, Draft, Kind, Reason, RecentText, Verdict
from standfirst.moderation.models import (
    Decision,
    Notice,
    NoticeAnswer,
    NoticedThing,
    Screening,
)
from standfirst.moderation.notice_queries import (
    given_from_network,
    given_lately,
    refused_until,
)
from standfirst.moderation.notice_rules import (
    KEPT,
    MOST_A_DAY,
    MOST_FROM_NETWORK,
    MOST_UNFOUNDED,
    NewNotice,
    NoticeRefusal,
    NoticeRefused,
    is_known_at,
    needs_no_name,
    refusal_of_notice,
)
from standfirst.moderation.screening import screen
from standfirst.moderation.subjects import Subject
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.notify.places import absolute, address_digest
from standfirst.outbox.actions import finish_job
from standfirst.people.actions import make_guest
from standfirst.people.owners import Owner
from standfirst.people.rules import is_member, is_staff_person

SUBJECT_KIND = Kind.NOTICE.value
NOTICES_AT = "report/"


@transaction.atomic
def give_notice(*, new: NewNotice, now: datetime) -> Notice:
    """Take a notice, with its receipt by mail (Art. 16 (4)). Raises NoticeRefused.

    Its words are judged like everybody's, and what the screens find is shown on the desk; they are not
    refused for it, since whoever tells of an insult quotes it.
    """
    words, law = normal_newlines(new.words), normal_newlines(new.law)
    new = replace(new, words=words, law=law, network=_network_of(new))
    refused = refusal_of_notice(new)
    if refused is not None:
        raise refused
    verdict = _judged(new, now)
    is_unknown = new.notifier is None and needs_no_name(new.category) and not new.address
    notifier = new.notifier or (None if is_unknown else make_guest(now=now))
    version, number = new.rule or (None, None)
    notice = Notice.objects.create(
        notifier=notifier,
        category=new.category,
        law=new.law,
        rules_version=version,
        rule_number=number,
        words=new.words,
        name=new.name,
        address=new.address,
        network=new.network,
        language=new.language,
        given_at=now,
    )
    NoticedThing.objects.bulk_create(_things(notice, new))
    record_screening(subject=Subject(SUBJECT_KIND, notice.pk), verdict=verdict, now=now)
    _send_receipt(notice, now)
    return notice


def lock_thing(*, thing: NoticedThing, now: datetime) -> NoticedThing:
    """Take a thing of a notice in hand, in the transaction that decides on it.

    The notice is locked first, so that of two who decide on its last two things one sees that all are
    decided. Raises NoticeRefused if somebody was first.
    """
    Notice.objects.select_for_update().get(pk=thing.notice_id)
    fresh = NoticedThing.objects.select_related("notice").get(pk=thing.pk)
    if not fresh.is_open:
        raise NoticeRefused(NoticeRefusal.DECIDED_ALREADY)
    return fresh


def settle_thing(
    *,
    thing: NoticedThing,
    outcome: NoticedThing.Outcome,
    decision: Decision | None,
    is_unfounded: bool,
    now: datetime,
) -> None:
    """Note what became of a thing that was locked; with the last one the notice is answered."""
    NoticedThing.objects.filter(pk=thing.pk).update(
        outcome=outcome, decision=decision, decided_at=now
    )
    notices = Notice.objects.filter(pk=thing.notice_id)
    if is_unfounded:
        notices.update(is_unfounded=True)
    if not NoticedThing.objects.filter(notice=thing.notice_id, decided_at__isnull=True).exists():
        notices.update(decided_at=now)
        NoticeAnswer.objects.create(notice_id=thing.notice_id, created_at=now, due_at=now)


@transaction.atomic
def write_answer(answer: NoticeAnswer, *, now: datetime) -> int:
    """Mail what was decided to whoever gave a notice; give how many mails. A job's handler.

    An address that nobody has proven gets one mail a day for whatever was done in its name: a
    decision on the day of the receipt is told on the next, and all that waits is told in one.
    """
    rows = NoticeAnswer.objects.select_for_update(of=("self",)).select_related("notice")
    mine = rows.filter(pk=answer.pk, done_at__isnull=True).first()
    if mine is None or not mine.notice.address:
        return 0
    notice = mine.notice
    if is_known_at(notice.notifier, notice.address):
        queue_message(envelope=_answer([notice], f"notice_answer:{notice.pk}"), now=now)
        finish_job(mine, now=now)
        return 1
    key = mail_key_of_day(notice.address, now)
    if Message.objects.filter(dedupe_key=key).exists():
        _put_off(mine, now)
        return 0
    waiting = list(
        rows.filter(
            notice__address__iexact=notice.address, done_at__isnull=True, due_at__isnull=False
        ).order_by("pk")
    )
    told = [each for each in waiting if not is_known_at(each.notice.notifier, notice.address)]
    queue_message(envelope=_answer([each.notice for each in told], key), now=now)
    for each in told:
        finish_job(each, now=now)
    return 1


@transaction.atomic
def forget_notifiers(*, now: datetime) -> int:
    """Blank who gave a notice, and their words, half a year after its decision; networks after 30 days.

    Gives how many rows.
    """
    old = Notice.objects.filter(decided_at__lte=now - KEPT)
    return _blank(old) + Notice.objects.filter(given_at__lte=now - timedelta(days=30)).exclude(
        network=""
    ).update(network="")


def erase_notices(*, owner: Owner, now: datetime) -> None:
    """Forget who gave notices, and their words; what they are about is still decided on."""
    _blank(Notice.objects.filter(owner.holds(person="notifier", address="address")))


def _blank(notices: models.QuerySet[Notice]) -> int:
    numbers = list(
        notices.exclude(name="", address="", law="", words="").values_list("pk", flat=True)
    )
    NoticedThing.objects.filter(notice__in=numbers).update(address="")
    screenings = Screening.objects.filter(subject_kind=SUBJECT_KIND, subject_id__in=numbers)
    screenings.exclude(passage="").update(passage="")
    return Notice.objects.filter(pk__in=numbers).update(name="", address="", law="", words="")


def _network_of(new: NewNotice) -> str:
    is_known = new.notifier is not None and is_member(new.notifier)
    return "" if is_known else new.network


def _judged(new: NewNotice, now: datetime) -> Verdict:
    """Have the words judged; refuse who sends too many or too often unfounded ones."""
    until = None if needs_no_name(new.category) else refused_until(new, now)
    if until is not None:
        raise NoticeRefused(NoticeRefusal.SUSPENDED, until.isoformat())
    recent = given_lately(new, now)
    if len(recent) >= MOST_A_DAY:
        raise NoticeRefused(NoticeRefusal.TOO_MANY)
    if new.network and given_from_network(new.network, now) >= MOST_FROM_NETWORK:
        raise NoticeRefused(NoticeRefusal.NETWORK_BUSY)
    facts = AuthorFacts(
        is_staff=new.notifier is not None and is_staff_person(new.notifier),
        is_member=new.notifier is not None and is_member(new.notifier),
        # Nobody has to be known here for telling of what is illegal.
        approved_before=1,
        recent=tuple(RecentText(text, at) for text, at in recent),
    )
    verdict = screen(Draft(SUBJECT_KIND, new.words, new.name, author=facts), now=now)
    if verdict.decisive is not None and verdict.decisive.reason == Reason.TOO_FAST:
        raise NoticeRefused(NoticeRefusal.TOO_FAST)
    return verdict


def _things(notice: Notice, new: NewNotice) -> list[NoticedThing]:
    seen: set[object] = set()
    things = []
    for place in new.places:
        key = (place.kind, place.id) if place.id is not None else place.address
        if key not in seen:
            seen.add(key)
            things.append(
                NoticedThing(
                    notice=notice,
                    address=place.address,
                    subject_kind=place.kind,
                    subject_id=place.id,
                    subject_revision=place.revision,
                )
            )
    return things


def notice_path(notice: Notice) -> str:
    """Give the path of the page where whoever gave a notice reads what becomes of it."""
    return f"/{NOTICES_AT}{notice.secret}/"


def mail_key_of_day(address: str, now: datetime) -> str:
    """Name the one mail that an address gets in a day, if nobody has proven it."""
    return f"notice:{address_digest(address)}:{now:%Y-%m-%d}"


def _put_off(answer: NoticeAnswer, now: datetime) -> None:
    """Answer tomorrow: by a new row, since the worker marks the one in its hand as done."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=5, second=0, microsecond=0)
    answer.delete()
    NoticeAnswer.objects.create(notice=answer.notice, created_at=answer.created_at, due_at=tomorrow)


def _send_receipt(notice: Notice, now: datetime) -> None:
    if not notice.address:
        return
    is_known = is_known_at(notice.notifier, notice.address)
    once = f"notice_receipt:{notice.pk}" if is_known else mail_key_of_day(notice.address, now)
    text = _(
        "We have your notice, and a person reads it.\n\n"
        "What becomes of it, and what you can do then, stands here:\n{address}\n\n"
        "We had your address from the notice. If it was not you, do nothing: "
        "your address got this mail and gets one when it is decided.\n"
    ).format(address=absolute(notice_path(notice)))
    envelope = Envelope(
        kind="notice_receipt",
        address=notice.address,
        subject=_("We have your notice"),
        text=text,
        dedupe_key=once,
        person=notice.notifier,
    )
    queue_message(envelope=envelope, now=now)


def _answer(notices: Sequence[Notice], key: str) -> Envelope:
    first = notices[0]
    with override(first.language or settings.LANGUAGE_CODE):
        parts = [_about(notice) for notice in notices]
        text = "\n\n".join([*parts, redress_words()]) + "\n"
        subject = ngettext(
            "Your notice is decided", "{count} of your notices are decided", len(notices)
        ).format(count=len(notices))
    return Envelope(
        kind="notice_answer",
        address=first.address,
        subject=subject,
        text=text,
        dedupe_key=key,
        person=first.notifier,
    )


def _about(notice: Notice) -> str:
    lines = [
        _("Your notice of {day}:").format(day=formats.date_format(notice.given_at, "DATE_FORMAT"))
    ]
    for thing in notice.things.select_related("decision__facts").order_by("pk"):
        # Of what is nothing of ours the mail repeats no word: anybody can have it sent to anybody.
        place = f"{thing.address}:" if thing.subject_id is not None else _("Nothing that we know:")
        lines.append(f"{place} {thing.get_outcome_display()}")
        facts = thing.decision.facts if thing.decision is not None else None
        if facts is not None and facts.text:
            lines.append(facts.text)
    if notice.is_unfounded:
        lines.append(unfounded_words())
    lines.append(
        _(
            "All of it, and how to ask us within six months to look again, free of charge: {address}"
        ).format(address=absolute(notice_path(notice)))
    )
    return "\n".join(lines)


def unfounded_words() -> str:
    """Say what a manifestly unfounded notice leads to."""
    return _(
        "We hold this notice for manifestly unfounded. Whoever gives {most} such notices within "
        "90 days can give none for 30 days (Digital Services Act, Art. 23)."
    ).format(most=MOST_UNFOUNDED)


def redress_words() -> str:
    """Say where else one can turn (Art. 16 (5))."""
    return _(
        "You can also turn to a certified body for settling disputes out of court "
        "(Digital Services Act, Art. 21), or to a court."
    )
