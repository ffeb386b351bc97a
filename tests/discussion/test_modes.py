"""When moderators look: per paper, page, thread and person; said before anybody writes, done when they do."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from standfirst.discussion import actions
from standfirst.discussion.actions import judging
from standfirst.discussion.models import DiscussionSettings, Thread
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.lib.clock import now as clock
from standfirst.moderation.models import Decision, ModerationSettings
from standfirst.people.actions import make_guest
from tests.discussion.conftest import fresh
from tests.discussion.http import text_of

pytestmark = pytest.mark.django_db
BEFORE = "A moderator reads every comment before it is published."
AFTER = "Comments are published at once, and moderators read them afterwards."
FIRST = "The first comment of somebody who has not confirmed an address waits for a moderator."


def page(client, thread, mine=""):
    return re.sub(r"\s+", " ", text_of(client.get(f"{thread.comments_path}{mine}")))


def paper(**values):
    row = DiscussionSettings.objects.first() or DiscussionSettings()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_the_page_says_what_the_paper_decided(stranger, thread):
    said = page(stranger, thread)
    assert AFTER in said
    assert FIRST in said
    paper(moderation="before")
    said = page(stranger, thread)
    assert BEFORE in said
    assert FIRST not in said
    assert AFTER not in said


def test_what_the_page_says_happens(thread, write, proven, reader):
    assert write(reader).is_visible
    paper(moderation="before")
    assert write(reader, "Second.").is_held
    Thread.objects.update(moderation="after")
    assert write(reader, "Third.", thread=fresh(thread)).is_visible


def test_moderators_choose_for_one_thread(thread, write, reader, moderator, now, stranger):
    actions.look_at_thread(thread=thread, mode="before", by=moderator, now=now)
    actions.look_at_thread(thread=thread, mode="before", by=moderator, now=now)
    assert BEFORE in page(stranger, thread)
    assert write(reader, thread=fresh(thread)).is_held
    actions.look_at_thread(thread=thread, mode="", by=moderator, now=now)
    assert write(reader, "Again.", thread=fresh(thread)).is_visible
    measures = Decision.objects.filter(subject_kind="thread").values_list("measure", flat=True)
    assert list(measures.order_by("pk")) == ["look_before", "look_as_usual"]


def test_whom_moderators_trust_is_published_where_others_wait(write, reader, moderator, now, judge):
    first = write(reader)
    paper(moderation="before")
    assert write(reader, "Second.").is_held
    for _ in range(2):
        actions.trust_author(comment=first, by=moderator, now=now)
    assert write(fresh(reader), "Third.").is_visible
    actions.trust_no_more(comment=first, by=moderator, now=now)
    assert write(fresh(reader), "Fourth.").is_held
    rows = Decision.objects.filter(about=reader, decided_by=moderator, scope="person")
    measures = rows.order_by("pk").values_list("measure", flat=True)
    assert list(measures) == ["look_after", "look_as_usual"]


def test_a_guest_whom_moderators_trust_is_new_no_more(write, moderator, now):
    guest = make_guest(now=now)
    actions.trust_author(comment=write(guest), by=moderator, now=now)
    assert write(fresh(guest), "Second.").is_visible


def test_nobody_decides_when_to_look_at_the_staff(write, moderator, editor, now):
    comment = write(editor)
    with pytest.raises(CommentRefused) as refused:
        actions.trust_author(comment=comment, by=moderator, now=now)
    assert refused.value.refusal is Refusal.IS_STAFF


def test_the_forms_of_the_staff(client_of, thread, write, reader, moderator):
    comment = write(reader, at=clock())
    client = client_of(moderator)
    said = page(client, thread, "?mine")
    assert "When moderators look" in said
    assert "What this person writes" in said
    path = f"{thread.comments_path}staff/"
    assert client.post(path, {"act": "look", "mode": "reactive"}).status_code == 303
    assert fresh(thread).moderation_by_desk == "reactive"
    assert client.post(path, {"act": "look", "mode": "never"}).status_code == 404
    mark = reverse("discussion:mark", args=[comment.pk])
    assert client.post(mark, {"act": "trust"}).status_code == 303
    assert fresh(reader).moderation == "after"
    assert client_of(reader).post(mark, {"act": "trust"}).status_code == 403


def test_new_people_wait_until_so_many_are_approved(write, judge, now, proven):
    ModerationSettings.objects.create(new_unproven=2, new_proven=1)
    guest, known = make_guest(now=now), proven()
    first, second = write(guest, "One."), write(guest, "Two.")
    assert [first.is_held, second.is_held, write(known).is_held] == [True, True, True]
    actions.approve_comment(judgement=judge(first), now=now)
    assert write(guest, "Three.").is_held
    actions.approve_comment(judgement=judge(second), now=now)
    assert write(guest, "Four.").is_visible


def test_a_comment_is_judged_outside_of_any_lock(write, reader, monkeypatch, now, thread):
    """A service that is asked takes its time; nobody else must wait for a lock meanwhile."""
    depths, ask = [], judging.screen

    def noting(draft, *, now):
        depths.append(len(connection.savepoint_ids))
        return ask(draft, now=now)

    monkeypatch.setattr(judging, "screen", noting)
    outside = len(connection.savepoint_ids)
    comment = write(reader)
    actions.edit_comment(
        comment=comment, editor=reader, text="Other words.", now=now + timedelta(minutes=1)
    )
    assert depths == [outside, outside]
