"""Nobody rots unseen: whoever is on duty is told what waits, grouped, and of some things at once."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from standfirst.desk.actions import moderators
from standfirst.discussion.queries import open_bursts, reported_comments, waiting_comments
from standfirst.moderation.appeal_queries import waiting_appeals
from standfirst.moderation.notice_queries import waiting_notices
from standfirst.moderation.queries import longest_wait
from standfirst.moderation.screen_queries import people_on_duty, waiting_texts
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.models import Message
from standfirst.notify.places import absolute
from standfirst.people.models import User

# On the paper's clock. What waits in the night is told in the morning.
DAY_BEGINS, DAY_ENDS = time(8), time(22)
# Of what is told at once one mail in this time, with all that came meanwhile.
BETWEEN_ALERTS = timedelta(minutes=10)
MODERATE = "discussion.moderate_comments"
REMINDER, ALERT = "moderators_reminder", "moderators_alert"


def on_duty(now: datetime) -> list[User]:
    """The people who are told: whom the rota names for now, if they may moderate.

    Where it names nobody, all moderators; owners where nobody moderates.
    """
    named = User.objects.filter(pk__in=people_on_duty(now), is_active=True).order_by("pk")
    return [user for user in named if user.has_perm(MODERATE)] or moderators()


def remind_moderators(*, now: datetime) -> int:
    """Mail whoever is on duty when something has waited too long: by day, at most one mail an hour each.

    Gives how many mails were queued.
    """
    if not DAY_BEGINS <= localtime(now).time() < DAY_ENDS:
        return 0
    with override(settings.LANGUAGE_CODE):
        lines = overdue_lines(now - longest_wait())
    if not lines:
        return 0
    people = on_duty(now)
    for user in people:
        once = f"reminder:{user.pk}:{now:%Y-%m-%dT%H}"
        queue_message(envelope=_letter(user, REMINDER, lines, once), now=now)
    return len(people)


def alert_moderators(*, now: datetime) -> int:
    """Mail whoever is on duty of new notices of illegal content and appeals, at any hour.

    At most one mail in ten minutes each; what came meanwhile is in the next. Gives how many mails.
    """
    if not (waiting_notices().exists() or waiting_appeals().exists()):
        return 0
    told = 0
    for user in on_duty(now):
        sent = Message.objects.filter(kind=ALERT, address=user.email).order_by("-queued_at").first()
        if sent is not None and sent.queued_at > now - BETWEEN_ALERTS:
            continue
        with override(settings.LANGUAGE_CODE):
            lines = new_lines(sent.queued_at if sent is not None else None)
        if lines:
            once = f"alert:{user.pk}:{sent.pk if sent is not None else 0}"
            queue_message(envelope=_letter(user, ALERT, lines, once), now=now)
            told += 1
    return told


def overdue_lines(since: datetime) -> list[str]:
    """Say of each list how much has waited since then; empty where nothing has."""
    comments = (
        waiting_comments().filter(state_changed_at__lte=since).count()
        + reported_comments(until=since).count()
    )
    bursts = open_bursts().filter(began_at__lte=since).count()
    notices = waiting_notices().filter(given_at__lte=since).count()
    texts = waiting_texts().filter(held_at__lte=since).count()
    appeals = waiting_appeals().filter(due_at__lte=since + longest_wait()).count()
    said = [
        (
            comments,
            ngettext(
                "One comment waits for a decision.",
                "{count} comments wait for a decision.",
                comments,
            ),
        ),
        (bursts, ngettext("One burst of votes waits.", "{count} bursts of votes wait.", bursts)),
        (texts, _of_texts(texts)),
        (notices, _of_notices(notices)),
        (
            appeals,
            ngettext(
                "One appeal should have been decided by now.",
                "{count} appeals should have been decided by now.",
                appeals,
            ),
        ),
    ]
    return [words.format(count=count) for count, words in said if count]


def new_lines(since: datetime | None) -> list[str]:
    """Say how many notices and appeals that wait came since then; None is for all that wait."""
    notices, appeals = waiting_notices(), waiting_appeals()
    if since is not None:
        notices, appeals = notices.filter(given_at__gt=since), appeals.filter(made_at__gt=since)
    said = [
        (count := notices.count(), _of_notices(count)),
        (
            count := appeals.count(),
            ngettext(
                "One appeal waits for a decision.", "{count} appeals wait for a decision.", count
            ),
        ),
    ]
    return [words.format(count=count) for count, words in said if count]


def _of_texts(count: int) -> str:
    return ngettext(
        "One name or text of a person waits for a decision.",
        "{count} names and texts of people wait for a decision.",
        count,
    )


def _of_notices(count: int) -> str:
    return ngettext(
        "One notice of illegal content waits for a decision.",
        "{count} notices of illegal content wait for a decision.",
        count,
    )


def _letter(user: User, kind: str, lines: Sequence[str], once: str) -> Envelope:
    place = reverse("desk_queue", args=["held"]) if kind == REMINDER else reverse("desk_notices")
    with override(settings.LANGUAGE_CODE):
        text = _("{waits}\n\nThe desk: {desk}\n").format(
            waits="\n".join(lines), desk=absolute(place)
        )
    return Envelope(kind=kind, address=user.email, subject=lines[0], text=text, dedupe_key=once)
