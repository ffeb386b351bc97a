"""Nothing but its author changes who may read a comment without a decision in the same transaction."""

import ast
from datetime import timedelta

import pytest
from django.db import connection, transaction

from standfirst.discussion import actions
from standfirst.discussion.models import Comment
from tests.house.source import Source, python
from tests.plugins.tripwire import Tripwire

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
State = Comment.State
# Where a state may be written at all; each of them goes through the wire in a test below.
WRITERS = {
    "standfirst/discussion/actions/placing.py": "change_state",
    "standfirst/discussion/actions/erasing.py": "_erase_words",
}
PLANTED = """
from django.db import transaction

def hide(comment):
    with transaction.atomic():
        type(comment).objects.filter(pk=comment.pk).update(state="removed")

def hide_loosely(comment):
    type(comment).objects.filter(pk=comment.pk).update(state="removed")

def rename(comment):
    with transaction.atomic():
        type(comment).objects.filter(pk=comment.pk).update(imported_id="state")
"""


def planted():
    """Give the functions of a module of the discussion that does what none of it may."""
    module = {}
    exec(compile(PLANTED, "/app/standfirst/discussion/actions/planted.py", "exec"), module)
    return module


def faults_of(act):
    wire = Tripwire(outer=len(connection.atomic_blocks))
    with connection.execute_wrapper(wire):
        act()
    return wire.faults()


def writes_of_states(source):
    """Give the functions that set a comment's state in rows that are there."""
    return [
        function.name
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split("(")[0].startswith(("Comment.objects", "going"))
        and ast.unparse(node.func).endswith(".update")
        and "state" in {keyword.arg for keyword in node.keywords}
    ]


@pytest.fixture
def held(write, guest):
    return write(guest)


def test_every_move_of_a_moderator_has_its_decision(held, write, reader, judge, now, tripwire):
    for comment in (held, write(reader)):
        if comment.is_held:
            actions.approve_comment(judgement=judge(comment), now=now)
        actions.hold_comment(judgement=judge(comment), now=now)
        actions.remove_comment(judgement=judge(comment, facts="rude"), now=now)
        actions.restore_comment(judgement=judge(comment), now=now)
    assert len(tripwire.changed) == 7
    assert not tripwire.loose


def test_an_edit_that_a_screen_holds_has_one(write, reader, now, tripwire):
    comment = write(reader)
    text = " ".join(f"https://a{number}.test" for number in range(6))
    edited = actions.edit_comment(
        comment=comment, editor=reader, text=text, now=now + timedelta(minutes=5)
    )
    assert edited.is_held
    assert len(tripwire.changed) == 1


def test_the_author_needs_none(write, reader, now, tripwire):
    actions.withdraw_comment(comment=write(reader), author=reader, now=now)
    assert not tripwire.changed


def test_a_planted_fault_is_found(write, reader, judge, now, tripwire):
    comment = write(reader)
    (fault,) = faults_of(lambda: planted()["hide"](comment))
    assert "hide" in fault
    Comment.objects.update(state=State.VISIBLE)
    # A decision of another action does not cover it.
    assert faults_of(
        lambda: (
            planted()["hide"](comment),
            actions.restore_comment(judgement=judge(comment), now=now),
        )
    )
    (fault,) = faults_of(lambda: planted()["hide_loosely"](comment))
    assert "outside of a transaction" in fault
    assert faults_of(lambda: planted()["rename"](comment)) == []
    assert len(tripwire.faults()) == 3, "the wire under every test saw them, too"
    tripwire.changed.clear()
    tripwire.loose.clear()


def test_what_a_test_sets_up_by_itself_is_none(write, reader):
    comment = write(reader)
    with transaction.atomic():
        assert (
            faults_of(lambda: Comment.objects.filter(pk=comment.pk).update(state=State.HELD)) == []
        )


def test_states_are_written_in_two_places_only():
    found = {
        source.place: name
        for source in python("standfirst/discussion/", "standfirst/desk/", "standfirst/transfer/")
        if not source.is_migration
        for name in writes_of_states(source)
    }
    assert found == WRITERS
    assert writes_of_states(Source("x.py", "def f():\n    Comment.objects.update(state='held')"))
