"""Telling other programs that comments came, changed and went.

What is told is read from the log of events behind the writers' backs, so that posting a comment costs
nothing more however many hooks there are. Each call is a row and a job: sent until it is taken, put off
longer each time, at last given up where staff see it, and sent again when they say so.
"""

import json
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from standfirst.delivery.models import Event
from standfirst.delivery.queries import after, log_position
from standfirst.discussion.models import Comment, Hook, HookCall
from standfirst.discussion.queries import access_comment
from standfirst.discussion.queries.hooks import hook_keepers
from standfirst.lib.outbound import OutboundRefused, send, target_of
from standfirst.lib.signing import signed_headers
from standfirst.notify.actions import Envelope, queue_message
from standfirst.notify.places import absolute

log = structlog.get_logger("standfirst.hooks")

# A hook that has not answered for so long is switched off.
PATIENCE = timedelta(days=3)
CALLS_KEPT = timedelta(days=30)
MOST_HOOKS = 20
_KINDS = tuple(HookCall.Kind.values)


class HookRefused(Exception):
    """A hook that cannot be, or a call that was not taken. The words are for staff."""


@transaction.atomic
def add_hook(*, url: str, now: datetime) -> Hook:
    """Tell an address from now on. Raises HookRefused for one that nothing is sent to."""
    try:
        target_of(url)
    except OutboundRefused as refused:
        raise HookRefused(str(refused)) from refused
    if Hook.objects.count() >= MOST_HOOKS:
        raise HookRefused(_("There are as many webhooks as a paper may have."))
    return Hook.objects.create(url=url, made_at=now, position=log_position(Event))


def remove_hook(*, hook: Hook, now: datetime) -> None:
    """Tell an address no more, and forget what it was told."""
    Hook.objects.filter(pk=hook.pk).delete()


@transaction.atomic
def switch_hook_off(*, hook: Hook, now: datetime) -> None:
    """Tell an address nothing until it is switched on; what waits for it waits for a person."""
    Hook.objects.filter(pk=hook.pk, off_at__isnull=True).update(off_at=now)
    waiting = HookCall.objects.filter(hook=hook, done_at__isnull=True, due_at__isnull=False)
    waiting.filter(attempts=0).update(attempts=1)
    waiting.update(due_at=None, last_error=_("The webhook is off."))


def switch_hook_on(*, hook: Hook, now: datetime) -> None:
    """Tell an address again, of what happens from now on."""
    Hook.objects.filter(pk=hook.pk).update(
        off_at=None, failing_at=None, position=log_position(Event)
    )


def send_again(*, call: HookCall, now: datetime) -> None:
    """Send a call once more, whatever became of it; the receiver knows it by the same name."""
    HookCall.objects.filter(pk=call.pk, hook__off_at__isnull=True).update(
        due_at=now, done_at=None, attempts=0, last_error=""
    )


def hear_events(*, now: datetime) -> int:
    """Write down what each hook is to be told of since the last time; give how much that is.

    Twice is once: an event is told to a hook by one row. A log that begins anew, as after a restore,
    is heard from where it is.
    """
    heard = 0
    for hook in Hook.objects.filter(off_at__isnull=True).order_by("pk"):
        with transaction.atomic():
            # Asked first: what is committed between the questions is heard twice, not never.
            until = log_position(Event)
            position = min(hook.position, until)
            # On PostgreSQL a position is a transaction, which may be older than the hook.
            rows = Event.objects.filter(
                after(position), kind__in=_KINDS, at__gte=hook.made_at
            ).order_by("pk")
            calls = [
                HookCall(
                    hook=hook,
                    event=row.pk,
                    kind=row.kind,
                    comment=row.subject_id,
                    happened_at=row.at,
                    due_at=now,
                )
                for row in rows
            ]
            HookCall.objects.bulk_create(calls, batch_size=500, ignore_conflicts=True)
            Hook.objects.filter(pk=hook.pk).update(position=until)
            heard += len(calls)
    return heard


def make_call(call: HookCall, *, now: datetime) -> None:
    """Send one call. A job's handler; raises HookRefused where it was not taken.

    Nothing is said of a comment that nobody may read any more but that it is gone.
    """
    hook = Hook.objects.get(pk=call.hook_id)
    if hook.off_at is not None:
        raise HookRefused("The webhook is off.")
    body = _body(call, now)
    if body is None:
        return
    headers = signed_headers(ident=call.ident, body=body, secret=hook.secret, now=now)
    headers |= {"Content-Type": "application/json", "User-Agent": "Standfirst"}
    refusal = _sent(hook.url, body, headers)
    if refusal:
        _note_failure(hook, now)
        raise HookRefused(refusal)
    Hook.objects.filter(pk=hook.pk, failing_at__isnull=False).update(failing_at=None)


def forget_old_calls(*, now: datetime) -> int:
    """Drop calls that were taken 30 days ago; give how many."""
    dropped, _rows = HookCall.objects.filter(done_at__lt=now - CALLS_KEPT).delete()
    return dropped


def _sent(url: str, body: bytes, headers: dict[str, str]) -> str:
    """Send a body; give why it was not taken, or ""."""
    try:
        answer = send(url, body, headers)
    except OutboundRefused as refused:
        return str(refused)
    return "" if 200 <= answer.status < 300 else f"The answer was {answer.status}."


def _body(call: HookCall, now: datetime) -> bytes | None:
    data: dict[str, Any] = {"comment": call.comment}
    if call.kind != HookCall.Kind.GONE:
        try:
            comment = access_comment(call.comment, now=now)
        except Comment.DoesNotExist:
            return None
        if not comment.is_visible:
            return None
        data |= {
            "thread": comment.thread_id,
            "page": comment.thread.address,
            "address": absolute(reverse("discussion:comment", args=[comment.pk])),
            "api": absolute(f"/api/v1/comments/{comment.pk}"),
        }
    said = {"type": call.kind, "timestamp": call.happened_at.isoformat(), "data": data}
    return json.dumps(said, separators=(",", ":")).encode()


@transaction.atomic
def _note_failure(hook: Hook, now: datetime) -> None:
    Hook.objects.filter(pk=hook.pk, failing_at__isnull=True).update(failing_at=now)
    hook.refresh_from_db()
    if hook.failing_at is None or hook.failing_at > now - PATIENCE or hook.off_at is not None:
        return
    switch_hook_off(hook=hook, now=now)
    log.warning("hook_switched_off", hook=hook.pk)
    for user in hook_keepers():
        queue_message(envelope=_notice_of(hook, user.email), now=now)


def _notice_of(hook: Hook, address: str) -> Envelope:
    text = _(
        "A webhook has not answered for three days, so we switched it off:\n\n{url}\n\n"
        "Where you switch it on again, and send what it missed:\n{place}\n"
    ).format(url=hook.url, place=absolute(reverse("discussion_hooks")))
    return Envelope(
        kind="hook_off",
        address=address,
        subject=_("A webhook is switched off"),
        text=text,
        dedupe_key=f"hook_off:{hook.pk}:{hook.failing_at:%Y-%m-%dT%H:%M}",
    )
