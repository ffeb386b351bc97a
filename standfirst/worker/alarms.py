"""What has not succeeded for its term, told to whoever owns the paper: by mail, and in the admin.

The worker looks itself. That no worker is there is seen by whoever opens the admin, and by the
supervisor of `standfirst run`, which mails it without a worker.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from standfirst.notify.actions import Envelope, queue_message, send_now
from standfirst.notify.models import Message
from standfirst.notify.places import absolute
from standfirst.outbox.actions import keep_alarms
from standfirst.outbox.models import Alarm, ScheduledRun
from standfirst.outbox.queries import idle_since
from standfirst.people.models import User
from standfirst.worker.kinds import JobKind, ScheduledTask

BACKUP = "backup"
BACKUP_TERM = timedelta(days=2)
# A new site has so long until its first backup.
FIRST_BACKUP_TERM = timedelta(days=7)
SENDING_TERM = timedelta(hours=1)
# A task is late when it has missed so many of its turns, and not before an hour is over.
MISSED_TURNS = 3
LEAST_TERM = timedelta(hours=1)
# Of one thing that is not mended one mail in this time.
MAILED_AGAIN_AFTER = timedelta(days=1)


def watch_over(
    *, jobs: Sequence[JobKind], schedule: Sequence[ScheduledTask], now: datetime
) -> list[Alarm]:
    """Look for what has not succeeded, tell the owners of it once in its term; give what is wrong."""
    with override(settings.LANGUAGE_CODE):
        found = {
            **late_tasks(schedule, now),
            **given_up_jobs(jobs),
            **unsent_mails(now),
            **old_backup(now),
        }
        with transaction.atomic():
            alarms = keep_alarms(found, now=now)
            due = [each for each in alarms if is_to_be_mailed(each, now)]
            for user in owners() if due else ():
                queue_message(envelope=_letter(user, [each.said for each in due], now), now=now)
            Alarm.objects.filter(pk__in=[each.pk for each in due]).update(mailed_at=now)
    return alarms


def tell_of_missing_worker(*, now: datetime) -> int:
    """Mail the owners, without a worker, that none works; once a day. Give how many mails."""
    since = idle_since(now)
    if since is None:
        return 0
    told = 0
    with override(settings.LANGUAGE_CODE):
        for user in owners():
            key = f"no_worker:{user.pk}:{since:%Y-%m-%dT%H:%M}:{(now - since).days}"
            if not Message.objects.filter(dedupe_key=key).exists():
                letter = _letter(user, [missing_worker_words(since)], now, key)
                send_now(envelope=letter, now=now)
                told += 1
    return told


def owners() -> list[User]:
    """Who runs the site: its owners, and whoever may do everything."""
    active = User.objects.filter(is_active=True)
    return list(active.filter(Q(groups__name="owner") | Q(is_superuser=True)).distinct())


def is_to_be_mailed(alarm: Alarm, now: datetime) -> bool:
    """Say whether its owners have not been told of an alarm for a term."""
    return alarm.mailed_at is None or now - alarm.mailed_at >= MAILED_AGAIN_AFTER


def late_tasks(schedule: Sequence[ScheduledTask], now: datetime) -> Mapping[str, str]:
    """Scheduled tasks, reconciliation among them, that have not succeeded for their term."""
    runs = {run.name: run for run in ScheduledRun.objects.all()}
    found = {}
    for task in schedule:
        run = runs.get(task.name)
        term = max(MISSED_TURNS * task.every, LEAST_TERM)
        if run is None or (run.succeeded_at is not None and now - run.succeeded_at < term):
            continue
        if run.succeeded_at is None and not run.last_error:
            # It runs for the first time.
            continue
        found[f"task:{task.name}"] = _(
            "The task “{name}” has not succeeded since {since}: {error}"
        ).format(
            name=task.name,
            since=_moment(run.succeeded_at) if run.succeeded_at is not None else _("it began"),
            error=run.last_error[:200] or _("it does not come to an end"),
        )
    return found


def given_up_jobs(jobs: Sequence[JobKind]) -> Mapping[str, str]:
    """Jobs that failed so often that nobody tries them again."""
    found = {}
    for kind in jobs:
        waiting = kind.model.objects.all().given_up()
        number = waiting.count()
        if number:
            found[f"job:{kind.name}"] = ngettext(
                "{count} job of the kind “{name}” was given up.",
                "{count} jobs of the kind “{name}” were given up.",
                number,
            ).format(count=number, name=kind.name)
    return found


def unsent_mails(now: datetime) -> Mapping[str, str]:
    """Mails that were to go out an hour ago."""
    late = Message.objects.filter(
        done_at__isnull=True, due_at__isnull=False, queued_at__lte=now - SENDING_TERM
    )
    first = late.order_by("queued_at").first()
    if first is None:
        return {}
    words = _("Mail has not gone out since {since}: {error}")
    since, error = _moment(first.queued_at), first.last_error[:200] or "–"
    return {"sending": words.format(since=since, error=error)}


def old_backup(now: datetime) -> Mapping[str, str]:
    """A site without a backup of the last two days."""
    run = ScheduledRun.objects.filter(name=BACKUP, succeeded_at__isnull=False).first()
    if run is not None and run.succeeded_at is not None:
        if now - run.succeeded_at < BACKUP_TERM:
            return {}
        words = _("The last backup was made on {day}; run `standfirst backup`.")
        return {"backup": words.format(day=_moment(run.succeeded_at))}
    began = User.objects.order_by("date_joined").values_list("date_joined", flat=True).first()
    if began is None or now - began < FIRST_BACKUP_TERM:
        return {}
    return {"backup": _("No backup was ever made; run `standfirst backup`.")}


def missing_worker_words(since: datetime) -> str:
    """Say that nobody works, and since when."""
    return _(
        "No worker has run since {since}: no mail goes out. "
        "Start `standfirst run` or `standfirst work`."
    ).format(since=_moment(since))


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def _letter(user: User, lines: Sequence[str], now: datetime, key: str = "") -> Envelope:
    text = _("{lines}\n\nThe admin shows the same until it is mended: {admin}\n").format(
        lines="\n".join(lines), admin=absolute("/admin/")
    )
    return Envelope(
        kind="alarm",
        address=user.email,
        subject=lines[0],
        text=text,
        dedupe_key=key or f"alarm:{user.pk}:{now:%Y-%m-%dT%H:%M}",
    )
