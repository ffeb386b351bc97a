"""Comments joined from stencils are byte for byte what the template gives, whatever they are."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from standfirst.discussion import actions
from standfirst.discussion.models import Anchor, Comment, Filter, Order
from standfirst.discussion.queries import (
    Viewer,
    comments_in_story,
    conversation_page,
    locks_in,
    thread_page,
)
from standfirst.discussion.views import stencils
from standfirst.discussion.views.stencils import Shape, joined
from standfirst.people.models import Badge, PageRole
from tests.discussion.conftest import QUESTION

pytestmark = pytest.mark.django_db
# What the template must escape, what Python's formatting must leave, and what looks like a hole.
NAMES = (
    "Ada <b>& \"Bob\" 'Cy'",
    "100 % %(key)s %s %%",
    "{{ key }} {% now %}",
    "\ue000name\ue000",
    "4503599627370497",
)
# What decides in the template and is not of the comment: seen by its own tests below.
AROUND = {"language", "zone"}


def always_by_template(monkeypatch):
    def piece(item, language, zone):
        return render_to_string(stencils.TEMPLATE, {"item": item, "is_oob": False})

    monkeypatch.setattr(stencils, "_piece", piece)


@pytest.fixture
def talk(thread, page, write, proven, reader, supporter, moderator, editor, vote, judge, now):
    """Write a thread in which every kind of comment stands; give those that begin something."""
    PageRole.objects.create(person=editor, page=page, role=PageRole.Role.AUTHOR)
    Badge.objects.get_or_create(
        person=supporter, kind=Badge.Kind.SUPPORTER, defaults={"chosen_at": now}
    )
    edited = write(reader, "Before.", at=now - timedelta(minutes=1))
    actions.edit_comment(comment=edited, editor=reader, text="Unvoted.", now=now)
    voted = write(supporter, "Before votes.", at=now - timedelta(minutes=1))
    vote(voted, reader)
    actions.edit_comment(comment=voted, editor=supporter, text="After a vote.", now=now)
    root = write(
        reader, "What *I* know: 100 % & <b>more</b> %(key)s, at https://paper.test/?a=1&b=2"
    )
    for name in NAMES:
        write(proven(name), f"By {name}", parent=root)
    for author in (supporter, editor, moderator, proven("")):
        write(author, "With a badge, or none.", parent=root)
    for number, reads in enumerate(("as it <was>", "as it & is", "as it <was>")):
        Anchor.objects.create(
            comment=write(reader, f"To a passage: {number}."),
            block=QUESTION,
            position=number,
            quote="as it <was>",
            reads=reads,
            lost_at=now if number == 2 else None,
        )
    gone = write(reader, "Rude.")
    write(supporter, "An answer to what is gone.", parent=gone)
    actions.remove_comment(judgement=judge(gone, facts="rude"), now=now)
    taken = write(reader, "Taken back.")
    write(supporter, "An answer to what was taken back.", parent=taken)
    actions.withdraw_comment(comment=taken, author=reader, now=now)
    busy = write(reader, "Much answered.")
    for number in range(12):
        write(proven(), f"{number}", parent=busy)
    deep = top = write(reader, "0")
    for level in range(1, 15):
        deep = write(proven(), f"{level}", parent=deep)
    answer = write(reader, "An answer.")
    Comment.objects.filter(pk=answer.pk).update(question=QUESTION)
    old = write(reader, "From the old site.")
    Comment.objects.filter(pk=old.pk).update(
        imported_from="old.test", imported_id="7", score=-3, down=3
    )
    write(supporter, "Below the old.", parent=old)
    assert write(reader, "An answer.").is_held
    marked = write(reader, "Pinned, featured and closed.")
    below = write(supporter, "Below what is closed.", parent=marked)
    for act in (actions.pin_comment, actions.feature_comment, actions.lock_branch):
        act(comment=marked, by=moderator, now=now)
    actions.feature_comment(comment=below, by=moderator, now=now)
    for words in ("Asked.", "Asked and answered.", "Asked and marked."):
        question = write(supporter, words, asks=True)
        if words == "Asked and answered.":
            write(moderator, "So it is.", parent=question)
        if words == "Asked and marked.":
            actions.mark_answered(comment=question, by=moderator, now=now)
    return {"root": root, "deep": deep, "top": top}


@pytest.fixture
def viewed(thread, talk, reader, supporter, now):
    """Give all listings in which the comments may stand, by who sees them and how."""
    thread.refresh_from_db()
    assert locks_in(thread)
    make = {"now": now, "path": thread.comments_path, "locks": locks_in(thread)}
    viewers = [
        Viewer(**make),
        Viewer(**make, is_open=False),
        Viewer(**make, marked=talk["root"].pk),
        Viewer(**make, person=reader, is_private=True, muted=frozenset({supporter.pk})),
        Viewer(**make, is_private=True, may_moderate=True),
    ]
    found = []
    for viewer in viewers:
        found += [thread_page(thread, order=order, viewer=viewer).conversations for order in Order]
        found += [
            thread_page(thread, order=Order.NEWEST, viewer=viewer, only=only).conversations
            for only in Filter
        ]
        found += [[conversation_page(talk[at], viewer=viewer).top] for at in ("top", "deep")]
        within = comments_in_story(thread, viewer=viewer)
        found += [answers.shown for answers in within.answers.values()]
        found += [at.shown for block in within.passages.values() for at in block]
    return found


def test_joined_comments_are_what_the_template_gives(viewed, monkeypatch):
    given = [joined(items) for items in viewed]
    always_by_template(monkeypatch)
    wanted = [joined(items) for items in viewed]
    assert given == wanted
    assert len("".join(wanted)) > 100_000


@pytest.mark.parametrize("field", sorted(set(Shape._fields) - AROUND))
def test_a_decision_that_is_left_out_is_found(field, viewed, monkeypatch):
    """The control: blind to any one thing that the template decides by, some comment differs."""
    whole = stencils.shape_of
    blind = {"is_staffs": True, "badge": "Staff", "reply_count": 99, "more_count": 99}

    def without(item, language, zone):
        return whole(item, language, zone)._replace(**{field: blind.get(field, 0)})

    monkeypatch.setattr(stencils, "shape_of", without)
    given = [joined(items) for items in viewed]
    always_by_template(monkeypatch)
    assert given != [joined(items) for items in viewed]


def test_times_are_said_in_the_language_and_zone_in_force(viewed, monkeypatch):
    seen = set()
    for language, zone in (("en", "UTC"), ("de", "UTC"), ("en", "Asia/Tokyo"), ("ar", "UTC")):
        with translation.override(language), timezone.override(zone):
            given = joined(viewed[0])
            with monkeypatch.context() as patched:
                always_by_template(patched)
                assert given == joined(viewed[0])
            seen.add(given)
    assert len(seen) == 4


def test_what_changes_afterwards_is_shown(thread, talk, vote, proven, now):
    viewer = Viewer(now=now, path=thread.comments_path)

    def page():
        return joined(thread_page(thread, order=Order.NEWEST, viewer=viewer).conversations)

    before = page()
    vote(talk["root"], proven(), -1)
    assert "\N{MINUS SIGN}1</bdi>" in page()
    assert "\N{MINUS SIGN}1</bdi>" not in before
    author = talk["root"].author
    author.name = "Renamed"
    author.save()
    assert "<bdi>Renamed</bdi>" in page()


def test_one_who_may_edit_sees_that_until_it_is_over(thread, write, reader, now):
    mine = write(reader, "Mine.", at=now)
    for minutes, may in ((14, True), (15, False)):
        viewer = Viewer(
            now=now + timedelta(minutes=minutes),
            path=thread.comments_path,
            person=reader,
            is_private=True,
        )
        html = joined(thread_page(thread, order=Order.NEWEST, viewer=viewer).conversations)
        assert (f'id="c{mine.pk}-edit"' in html) is may


def test_nothing_is_joined_of_nothing():
    assert joined([]) == ""
