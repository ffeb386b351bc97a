"""Discussions of pages of other sites: what they begin as, what they are called, where they move to."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import COMMENTS
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.actions.telling import hard_keys
from standfirst.discussion.models import PageAlias, Thread
from standfirst.discussion.queries import thread_elsewhere_at
from standfirst.discussion.queries.aliases import is_elsewhere, page_meant
from standfirst.discussion.queries.elsewhere import is_begun_at
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.lib.canonical import place_of
from standfirst.lib.text import excerpt, one_line, text_refusal
from standfirst.moderation.drafts import AuthorFacts, Draft, Kind, Outcome
from standfirst.moderation.screening import screen

LONGEST_TITLE = 200
# Marks that turn the direction of what stands beside them (UAX 9), and such as nobody sees.
_TURNS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class PageElsewhere:
    """A page of another site, and what it is called there: by what a browser says, that is by anybody."""

    address: str
    title: str = ""


def thread_for(*, page: PageElsewhere, now: datetime) -> Thread:
    """Give the discussion of a page of a listed site; a new one, not stored yet, where there is none.

    Nothing is written: that is for the first comment, `post_comment`. Raises CommentRefused for a page
    of a site that is not listed.
    """
    found = thread_elsewhere_at(page.address)
    if found is not None:
        return found
    place = place_of(page.address)
    if not is_begun_at(page.address):
        raise CommentRefused(Refusal.OFF)
    title = fit_title(page.title, now=now) or place
    return Thread(place=place, address=page.address, title=title[:255])


def fit_title(said: str, *, now: datetime) -> str:
    """Give a title in one line, if it may stand on our pages; "" if not.

    It is judged by its words alone, as what somebody known here wrote: that it comes from a stranger's
    browser is no fault of whoever comments.
    """
    title = excerpt(_TURNS.sub("", one_line(said)), LONGEST_TITLE)
    if not title or text_refusal(title):
        return ""
    known = AuthorFacts(is_member=True, is_proven=True, approved_before=1)
    verdict = screen(Draft(kind=Kind.TITLE, text=title, author=known), now=now)
    return title if verdict.outcome is Outcome.PASS else ""


@transaction.atomic
def rename_thread(*, thread: Thread, title: str, now: datetime) -> None:
    """Have a moderator say what a page elsewhere is called; without words, by its address."""
    thread = lock_thread(thread.pk)
    title = excerpt(_TURNS.sub("", title), LONGEST_TITLE)
    if not title or text_refusal(title):
        title = thread.place[:255]
    if title != thread.title and thread.is_elsewhere:
        Thread.objects.filter(pk=thread.pk).update(title=title)
        mark_stale(*hard_keys(thread), COMMENTS, now=now)


@transaction.atomic
def move_threads(*, alias: PageAlias, now: datetime) -> int:
    """Bring the discussions of a site that moved to where it is now; give how many.

    One whose new address has a discussion already stays where it is, and can be read there.
    """
    begins = place_of(alias.address.removesuffix("*"))
    rows = Thread.objects.exclude(place="").filter(place__startswith=begins) if begins else []
    moved = 0
    for thread in rows:
        meant = page_meant(thread.address)
        place = place_of(meant) if is_elsewhere(meant) else ""
        taken = place in ("", thread.place) or Thread.objects.filter(place=place).exists()
        if not taken:
            Thread.objects.filter(pk=thread.pk).update(place=place, address=meant)
            mark_stale(*hard_keys(thread), now=now)
            moved += 1
    return moved
