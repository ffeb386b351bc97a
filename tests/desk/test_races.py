"""Two moderators at once, each in a browser of their own. Each guard has a run without it that fails."""

import pytest

from standfirst.desk import text_actions
from standfirst.discussion.actions import moderating
from standfirst.discussion.models import Comment
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions.claims import claim_subject
from standfirst.moderation.models import Claim, Decision, DeskAct, HeldText, Statement
from tests.desk.making import fill
from tests.discussion.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def moderators(enrol, groups):
    return [enrol(name, groups=["moderator"], is_staff=True) for name in ("Anna Allen", "Ben Boyd")]


@pytest.fixture
def press(moderators, client_of):
    """Let both press a button of the same comment at once; give the statuses of the answers."""
    browsers = [client_of(person) for person in moderators]

    def both(comment):
        forms = [
            {"verb": verb, "seen_state": "held", "seen_revision": comment.current_id, "facts": "x"}
            for verb in ("approve", "remove")
        ]
        answers = at_once(
            [
                lambda each=each: browsers[each].post(
                    f"/admin/desk/held/{comment.pk}/",
                    forms[each],
                    headers={"accept": "application/json"},
                )
                for each in range(2)
            ]
        )
        return sorted(answer.status_code for answer in answers), answers

    return both


@pytest.mark.parametrize("number", range(3))
def test_one_wins_and_the_other_is_told(number, thread, press):
    (comment,) = fill(thread, clock(), number=1)
    statuses, answers = press(comment)
    assert statuses == [200, 409]
    (told,) = [answer.json()["words"] for answer in answers if answer.status_code == 409]
    assert told == "Somebody else has decided this in the meantime. Nothing was changed."
    assert Decision.objects.count() == DeskAct.objects.count() == 1


def test_without_the_condition_both_win(thread, press, monkeypatch):
    """The control: a state that is written whatever it was."""

    def change_carelessly(*, comment, expected, to, now):
        Comment.objects.filter(pk=comment.pk).update(state=to, published_at=now)
        return Comment.objects.select_related("thread").get(pk=comment.pk)

    monkeypatch.setattr(moderating, "change_state", change_carelessly)
    (comment,) = fill(thread, clock(), number=1)
    statuses, _ = press(comment)
    assert statuses == [200, 200]
    assert Decision.objects.count() == 2


def test_of_many_who_claim_at_once_one_has_it(moderators, thread):
    now = clock()
    got = at_once(
        [
            lambda by=by: claim_subject(kind="comment", subject=1, by=by, now=now)
            for by in moderators * 10
        ]
    )
    winners = {by.pk for by, has in zip(moderators * 10, got, strict=True) if has is True}
    assert [each for each in got if not isinstance(each, bool)] == []
    assert winners == {Claim.objects.get().claimed_by_id}


@pytest.fixture
def press_text(moderators, client_of, reader):
    """Let one approve a waiting name and the other refuse it, at once; give the answers."""

    def both():
        held = HeldText.objects.create(kind="name", person=reader, text="Max", held_at=clock())
        browsers = [client_of(person) for person in moderators]
        forms = [{"verb": "approve"}, {"verb": "refuse", "facts": "No."}]
        address = f"/admin/desk/texts/{held.pk}/"
        return at_once(
            [lambda each=each: browsers[each].post(address, forms[each]) for each in range(2)]
        )

    return both


@pytest.mark.parametrize("number", range(3))
def test_on_a_name_one_decides_and_the_other_is_told(number, press_text, reader):
    answers = press_text()
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (told,) = [answer.content.decode() for answer in answers if answer.status_code == 409]
    assert "Somebody else has decided this in the meantime. Nothing was changed." in told
    decision = Decision.objects.get()
    reader.refresh_from_db()
    assert (reader.name == "Max") is (decision.measure == "approved")
    assert Statement.objects.count() == (decision.measure == "removed")


def test_without_settling_both_decide_on_a_name(press_text, monkeypatch):
    """The control: a text that is taken off the list whatever was decided on it."""
    monkeypatch.setattr(text_actions, "settle_held_text", lambda **_: True)
    assert [answer.status_code for answer in press_text()] == [302, 302]
    assert Decision.objects.count() == 2
