from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from standfirst.delivery.actions import announce, mark_stale, purge
from standfirst.delivery.keys import COMMENTS, thread_key
from standfirst.discussion.actions.telling import hard_keys
from standfirst.discussion.models import Moderation, Order, Thread, Writers
from standfirst.discussion.queries.facts import SETTINGS_KEY


@dataclass(frozen=True)
class ThreadRules:
    """What a page decides about its thread; "" as the paper says for all."""

    writers: str = ""
    order: str = ""
    moderation: str = ""

    @classmethod
    def of(cls, thread: Thread) -> "ThreadRules":
        """Give those that a thread has."""
        return cls(thread.writers, thread.default_order, thread.moderation)


@transaction.atomic
def set_thread_mode(
    *, page: Page, mode: Thread.Mode, closes_at: datetime | None, now: datetime
) -> Thread:
    """Make a page's thread, or open, close or hide it, and note the page's title and address.

    To be called whenever the page is published or moved; without a change it writes nothing.
    """
    wanted = {
        "title": page.title[:255],
        "address": address_of(page),
        "mode": mode,
        "closes_at": closes_at,
    }
    thread, made = Thread.objects.get_or_create(
        page_id=page.pk, defaults={**wanted, "created_at": now}
    )
    changed = [name for name, value in wanted.items() if getattr(thread, name) != value]
    was_off = thread.is_off
    if changed:
        for name in changed:
            setattr(thread, name, wanted[name])
        thread.save(update_fields=changed)
    if thread.is_off and "mode" in changed:
        purge(*hard_keys(thread), now=now)
    elif made or changed:
        # What was off is in the lists of comments again, which never heard of it.
        mark_stale(*hard_keys(thread), *([COMMENTS] if was_off else []), now=now)
    return thread


@transaction.atomic
def set_thread_rules(
    *, thread: Thread, writers: str, order: str, now: datetime, moderation: str = ""
) -> Thread:
    """Say who may write in a thread, what stands first, and when moderators look; "" as for all.

    Without a change it writes nothing.
    """
    rules = ThreadRules(writers, order, moderation)
    if ThreadRules.of(thread) != rules:
        thread.writers = Writers(rules.writers) if rules.writers else ""
        thread.default_order = Order(rules.order) if rules.order else ""
        thread.moderation = Moderation(rules.moderation) if rules.moderation else ""
        thread.save(update_fields=["writers", "default_order", "moderation"])
        mark_stale(*hard_keys(thread), now=now)
    return thread


def close_due_threads(*, now: datetime) -> int:
    """Close what was open until now, so that pages stop inviting comments; give how many."""
    due = Thread.objects.filter(mode=Thread.Mode.OPEN, closes_at__lte=now)
    for thread in due:
        with transaction.atomic():
            changed = Thread.objects.filter(pk=thread.pk, mode=Thread.Mode.OPEN).update(
                mode=Thread.Mode.CLOSED
            )
            if changed:
                mark_stale(*hard_keys(thread), now=now)
                announce(
                    topic=thread_key(thread.pk),
                    kind="thread.closed",
                    subject_id=thread.pk,
                    now=now,
                )
    return len(due)


@transaction.atomic
def note_settings_change(*, now: datetime) -> None:
    """Make every page stale that shows what the paper decided about its discussions."""
    mark_stale(SETTINGS_KEY, now=now)


def address_of(page: Page) -> str:
    """Give the path of a page on its site, for the copy that outlives it."""
    parts = page.get_url_parts()
    return str(parts[2] if parts is not None and parts[2] else page.url_path)[:500]
