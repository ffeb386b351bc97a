"""What moderators decide: the state, the decision, and who is told, in one transaction."""

from datetime import timedelta

import pytest

from standfirst.delivery.models import Event, StaleKey
from standfirst.discussion import actions
from standfirst.discussion.actions import Complaint
from standfirst.discussion.models import Comment, Notice, Report, Subscription
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.models import Decision, Ground, Measure
from tests.discussion.conftest import fresh

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def held(write, guest):
    return write(guest)


@pytest.fixture
def visible(write, reader):
    return write(reader)


@pytest.fixture
def removed(visible, judge, now):
    return actions.remove_comment(judgement=judge(visible, facts="rude"), now=now)


def refusal_of(act):
    with pytest.raises(CommentRefused) as caught:
        act()
    return caught.value.refusal


def decisions():
    return list(Decision.objects.order_by("pk").values_list("measure", flat=True))


def test_approving_publishes_and_counts(held, judge, thread, moderator, now):
    later = now + timedelta(hours=1)
    actions.approve_comment(judgement=judge(held), now=later)
    comment = fresh(held)
    assert (comment.state, comment.published_at) == (State.VISIBLE, later)
    assert fresh(thread).comment_count == 1
    decision = Decision.objects.get()
    assert (decision.measure, decision.subject_kind, decision.subject_id) == (
        Measure.APPROVED,
        "comment",
        held.pk,
    )
    assert (decision.subject_revision, decision.about_id, decision.decided_by) == (
        held.current_id,
        held.author_id,
        moderator,
    )
    assert Event.objects.get().kind == "comment.added"


def test_an_approved_reply_is_counted_where_it_stands(write, reader, guest, judge, now):
    root = write(reader, "root")
    held = write(guest, "answer", parent=root)
    assert fresh(root).reply_count == 0
    actions.approve_comment(judgement=judge(held), now=now)
    assert (fresh(root).reply_count, fresh(root).conversation_count) == (1, 1)


def test_approving_leaves_word_for_those_who_asked(held, judge, thread, supporter, now):
    Subscription.objects.create(
        thread=thread,
        person=supporter,
        address="sam@mail.test",
        kind="all",
        asked_at=now,
        confirmed_at=now,
    )
    actions.approve_comment(judgement=judge(held), now=now)
    assert Notice.objects.get().comment == held


def test_removing_takes_it_off_every_page_and_keeps_its_place(visible, judge, thread, now):
    last = StaleKey.objects.latest("pk").pk
    judgement = judge(visible, ground=Ground.RULE, rules_version=1, rule_number=3, facts="rude")
    actions.remove_comment(judgement=judgement, now=now)
    comment = fresh(visible)
    assert (comment.state, fresh(thread).comment_count) == (State.REMOVED, 0)
    assert comment.published_at is not None
    keys = set(StaleKey.objects.filter(pk__gt=last).values_list("key", flat=True))
    assert keys == {
        *(f"thread:{thread.pk}", f"talk:{thread.page_id}"),
        f"moderated:{thread.pk}",
    }
    decision = Decision.objects.get()
    assert (decision.ground, decision.rules_version, decision.rule_number) == ("rule", 1, 3)
    assert decision.facts.text == "rude"


def test_removing_needs_a_reason(visible, judge, now):
    act = lambda: actions.remove_comment(judgement=judge(visible, facts=" "), now=now)  # noqa: E731
    assert refusal_of(act) == Refusal.REASON_MISSING
    assert fresh(visible).is_visible


def test_removing_what_was_never_seen_tells_nobody(held, judge, now):
    actions.remove_comment(judgement=judge(held, facts="spam"), now=now)
    assert (StaleKey.objects.filter(key__startswith="thread").count(), Event.objects.count()) == (
        1,  # the thread's making
        0,
    )


def test_restoring_brings_back_votes_and_replies(
    write, reader, supporter, vote, judge, thread, now
):
    root = write(reader, "root")
    write(supporter, "answer", parent=root)
    vote(root, supporter)
    actions.remove_comment(judgement=judge(root, facts="rude"), now=now)
    actions.restore_comment(judgement=judge(root), now=now)
    row = fresh(root)
    assert (row.state, row.score, row.reply_count) == (State.VISIBLE, 1, 1)
    assert fresh(thread).comment_count == 2
    assert decisions() == [Measure.REMOVED, Measure.RESTORED]


def test_holding_and_approving_again(visible, judge, thread, now):
    first_seen = fresh(visible).published_at
    actions.hold_comment(judgement=judge(visible), now=now + timedelta(hours=1))
    assert (fresh(visible).state, fresh(thread).comment_count) == (State.HELD, 0)
    actions.approve_comment(judgement=judge(visible), now=now + timedelta(hours=2))
    assert fresh(visible).published_at == first_seen
    assert fresh(thread).comment_count == 1


ACTIONS = {
    "approve": actions.approve_comment,
    "remove": actions.remove_comment,
    "restore": actions.restore_comment,
    "hold": actions.hold_comment,
}
GRAPH = {
    "held": {"approve", "remove"},
    "visible": {"remove", "hold"},
    "removed": {"restore"},
    "withdrawn": set(),
}


@pytest.mark.parametrize("state", GRAPH)
@pytest.mark.parametrize("name", ACTIONS)
def test_states_move_only_along_the_drawn_graph(name, state, visible, judge, now):
    Comment.objects.filter(pk=visible.pk).update(state=state)
    act = lambda: ACTIONS[name](judgement=judge(visible, facts="a reason"), now=now)  # noqa: E731
    if name in GRAPH[state]:
        assert act().state != state
    else:
        assert refusal_of(act) == Refusal.DECIDED_ALREADY
        assert (fresh(visible).state, decisions()) == (state, [])


def test_whoever_saw_another_state_is_told(held, judge, now):
    actions.approve_comment(judgement=judge(held, seen_state=State.HELD), now=now)
    second = judge(held, seen_state=State.HELD, facts="spam")
    assert (
        refusal_of(lambda: actions.remove_comment(judgement=second, now=now))
        == Refusal.DECIDED_ALREADY
    )
    assert (fresh(held).state, decisions()) == (State.VISIBLE, [Measure.APPROVED])


def test_whoever_saw_another_wording_is_told(held, guest, judge, now):
    seen = held.current_id
    actions.edit_comment(comment=held, editor=guest, text="something else", now=now)
    act = lambda: actions.approve_comment(  # noqa: E731
        judgement=judge(held, seen_revision=seen), now=now
    )
    assert refusal_of(act) == Refusal.EDITED_SINCE
    assert fresh(held).is_held


def test_a_decision_settles_the_reports(visible, guest, judge, now):
    complaint = Complaint(comment=visible, reporter=guest, reason="spam")
    actions.report_comment(complaint=complaint, now=now)
    actions.remove_comment(judgement=judge(visible, facts="spam"), now=now)
    assert Report.objects.get().settled_at == now


def test_leaving_a_reported_comment_settles_and_records(visible, guest, judge, now):
    complaint = Complaint(comment=visible, reporter=guest, reason="spam")
    actions.report_comment(complaint=complaint, now=now)
    actions.leave_comment(judgement=judge(visible), now=now)
    assert (fresh(visible).state, decisions()) == (State.VISIBLE, [Measure.LEFT])
    act = lambda: actions.leave_comment(judgement=judge(visible), now=now)  # noqa: E731
    assert refusal_of(act) == Refusal.DECIDED_ALREADY


def test_a_decision_that_cannot_be_recorded_changes_nothing(held, judge, moderator, now):
    """One transaction: a state without its decision never stands."""
    broken = judge(held, ground="x" * 50, rules_version=-1)
    with pytest.raises(Exception):  # noqa: B017 -- engines differ in which
        actions.approve_comment(judgement=broken, now=now)
    assert fresh(held).is_held
