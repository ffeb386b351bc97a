"""Deciding on many at once: counted first, confirmed, one decision each, undone together."""

import re
from datetime import timedelta

import pytest

from standfirst.desk.actions import Verb, bulks, decide
from standfirst.desk.actions.bulks import UNDO_BULK_FOR, carry_out_part, plan_bulk, undo_bulk
from standfirst.desk.queries import Queue, comments_like, progress_of
from standfirst.discussion.actions import Judgement
from standfirst.discussion.models import Comment, CommentRevision
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions.bulks import (
    DRAFTS_LAST,
    PART_SIZE,
    Plan,
    confirm_bulk,
    drop_drafted_bulks,
)
from standfirst.moderation.actions.claims import claim_subject
from standfirst.moderation.models import Bulk, BulkPart, Decision, ReasonText
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS
from tests.desk.making import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(enrol, groups):
    return enrol("Anna Allen", groups=["moderator"], is_staff=True)


@pytest.fixture
def desk(client_of, anna):
    return client_of(anna)


def work():
    kind = next(each for each in JOBS if each.model is BulkPart)
    return Worker(jobs=[kind], schedule=(), clock=clock).work_until_idle()


def states():
    return sorted(Comment.objects.order_by("pk").values_list("state", flat=True))


def send(desk, comment, how, verb, **rest):
    """Go from the list's link to the page that confirms; give its address."""
    form = {"how": how, "of": str(comment.pk), "verb": verb, **rest}
    answer = desk.post("/admin/desk/held/many/", form)
    assert answer.status_code == 302, answer.content
    return answer["Location"]


class TestFromTheList:
    def test_all_by_a_person_are_counted_confirmed_and_decided_on(self, desk, thread, now):
        comments = fill(thread, now, number=10, authors=2)
        page = desk.get(f"/admin/desk/held/many/?how=person&of={comments[0].pk}")
        assert "5 comments, by 1 person" in page.content.decode()
        address = send(desk, comments[0], "person", "remove", facts="Advertising.")
        page = desk.get(address).content.decode()
        assert "5 comments are removed. Each author is told why." in page
        assert "Nothing has happened yet." in page
        assert (work(), Decision.objects.count()) == (0, 0)
        desk.post(address)
        assert work() == 1
        assert states() == ["held"] * 5 + ["removed"] * 5
        subjects = Decision.objects.filter(facts__text="Advertising.").values_list("subject_id")
        assert len(set(subjects)) == 5
        assert "5 of 5 done, 0 left out." in desk.get(address).content.decode()

    def test_and_undone_together(self, desk, thread, now):
        comments = fill(thread, now, number=6, authors=1)
        address = send(desk, comments[0], "person", "approve")
        desk.post(address)
        work()
        assert states() == ["visible"] * 6
        undoing = desk.post(address, {"undo": "1"})["Location"]
        work()
        assert states() == ["held"] * 6
        assert Decision.objects.count() == 12
        assert "6 decisions are undone." in desk.get(undoing).content.decode()
        assert "This is undone." in desk.get(address).content.decode()
        again = desk.post(address, {"undo": "1"}, follow=True).content.decode()
        assert "cannot be undone any more" in again

    def test_picked_ones(self, desk, thread, now):
        one, two, three = fill(thread, now, number=3)
        query = f"how=picked&pick={one.pk}&pick={three.pk}&pick=x&pick=99999999999999999999"
        page = desk.get(f"/admin/desk/held/many/?{query}").content.decode()
        assert "2 comments, by 2 people" in page
        assert re.findall(r'name="pick" value="(\d+)"', page) == [str(one.pk), str(three.pk)]
        desk.post(send(desk, one, "picked", "approve", pick=[one.pk, three.pk]))
        work()
        two.refresh_from_db()
        assert (states(), two.state) == (["held", "visible", "visible"], "held")

    def test_removing_needs_a_reason(self, desk, thread, now):
        (comment,) = fill(thread, now, number=1)
        form = {"how": "person", "of": str(comment.pk), "verb": "remove", "facts": " "}
        answer = desk.post("/admin/desk/held/many/", form)
        assert (answer.status_code, Bulk.objects.count()) == (422, 0)
        assert "a right to one" in answer.content.decode()

    @pytest.mark.parametrize("verb", ["restore", "leave", "delete", ""])
    def test_no_verb_of_another_list(self, desk, thread, now, verb):
        (comment,) = fill(thread, now, number=1)
        form = {"how": "person", "of": str(comment.pk), "verb": verb}
        assert desk.post("/admin/desk/held/many/", form).status_code == 422

    def test_what_waits_no_more_is_said(self, desk, thread, now):
        (comment,) = fill(thread, now, number=1)
        Comment.objects.update(state="removed")
        asked = desk.get(f"/admin/desk/held/many/?how=person&of={comment.pk}", follow=True)
        assert "None of these waits any more." in asked.content.decode()

    def test_nobody_confirms_what_another_drafted(self, client_of, enrol, desk, thread, now):
        (comment,) = fill(thread, now, number=1)
        address = send(desk, comment, "person", "approve")
        other = client_of(enrol("Ben Boyd", groups=["moderator"], is_staff=True))
        assert "Yes, do that" not in other.get(address).content.decode()
        assert other.post(address).status_code == 404
        assert Bulk.objects.get().confirmed_at is None

    def test_a_script_is_told_how_far_it_is(self, desk, thread, now):
        comments = fill(thread, now, number=3, authors=1)
        address = send(desk, comments[0], "person", "approve")
        desk.post(address)
        json = {"accept": "application/json"}
        assert desk.get(address, headers=json).json() == {"done": 0, "total": 3}
        work()
        assert desk.get(address, headers=json).json() == {"done": 3, "total": 3}


def drafted(by, comments, now, verb="approve"):
    bulk = plan_bulk(plan=Plan(verb=verb, queue="held", by=by), comments=comments, now=now)
    confirm_bulk(bulk=bulk, now=now)
    return bulk


def carry_out(bulk, now):
    return sum(carry_out_part(part, now=now) for part in bulk.parts.order_by("pk"))


def test_what_others_are_at_is_left_out(anna, enrol, thread, now):
    ben = enrol("Ben Boyd", groups=["moderator"], is_staff=True)
    decided, edited, claimed, gone, free = comments = fill(thread, now, number=5)
    bulk = drafted(anna, comments, now)
    judgement = Judgement(decided, ben, seen_state=Comment.State.HELD, facts="Rude.")
    decide(verb=Verb.REMOVE, judgement=judgement, now=now)
    newer = CommentRevision.objects.create(
        comment=edited, number=2, text="Better", html="", markup_version=1, written_at=now
    )
    Comment.objects.filter(pk=edited.pk).update(current=newer)
    claim_subject(kind="comment", subject=claimed.pk, by=ben, now=now)
    Comment.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert carry_out(bulk, now) == 1
    progress = progress_of(bulk)
    assert (progress.done, progress.left_out, progress.waits) == (1, 4, 0)
    free.refresh_from_db()
    assert free.is_visible


def test_nothing_is_decided_for_who_may_not_moderate_any_more(anna, thread, now):
    comments = fill(thread, now, number=2)
    bulk = drafted(anna, comments, now)
    anna.user.groups.clear()
    assert carry_out(bulk, now) == 0
    assert progress_of(bulk).left_out == 2
    assert states() == ["held", "held"]


def test_a_part_that_comes_back_goes_on_where_it_stopped(anna, thread, now, monkeypatch):
    comments = fill(thread, now, number=4)
    bulk = drafted(anna, comments, now)
    real, done = bulks.decide, []

    def dies_at_the_third(**values):
        if len(done) == 2:
            raise RuntimeError("killed")
        done.append(values["judgement"].comment.pk)
        return real(**values)

    monkeypatch.setattr(bulks, "decide", dies_at_the_third)
    with pytest.raises(RuntimeError):
        carry_out(bulk, now)
    monkeypatch.setattr(bulks, "decide", real)
    assert carry_out(bulk, now) == 2
    assert Decision.objects.count() == 4
    assert carry_out(bulk, now) == 0


def test_the_words_are_forgotten_when_all_is_done_and_stay_with_each_decision(anna, thread, now):
    plan = Plan(verb="remove", queue="held", by=anna, facts="Advertising.")
    comments = fill(thread, now, number=PART_SIZE + 1)
    bulk = plan_bulk(plan=plan, comments=comments, now=now)
    assert bulk.parts.count() == 2
    confirm_bulk(bulk=bulk, now=now)
    first, second = bulk.parts.order_by("pk")
    carry_out_part(first, now=now)
    assert ReasonText.objects.get(pk=bulk.facts_id).text == "Advertising."
    carry_out_part(second, now=now)
    assert ReasonText.objects.get(pk=bulk.facts_id).text == ""
    assert Decision.objects.filter(facts__text="Advertising.").count() == PART_SIZE + 1


def test_confirming_twice_is_once_and_undoing_is_ones_own_for_an_hour(anna, enrol, thread, now):
    ben = enrol("Ben Boyd", groups=["moderator"], is_staff=True)
    bulk = drafted(anna, fill(thread, now, number=2), now)
    assert not confirm_bulk(bulk=bulk, now=now)
    carry_out(bulk, now)
    bulk.refresh_from_db()
    assert undo_bulk(bulk=bulk, by=ben, now=now) is None
    assert undo_bulk(bulk=bulk, by=anna, now=now + UNDO_BULK_FOR) is None
    undoing = undo_bulk(bulk=bulk, by=anna, now=now + UNDO_BULK_FOR - timedelta(seconds=1))
    assert undo_bulk(bulk=bulk, by=anna, now=now) is None
    assert undo_bulk(bulk=undoing, by=anna, now=now) is None
    assert carry_out(undoing, now) == 2


def test_undoing_in_the_middle_ends_what_was_not_begun(anna, thread, now):
    bulk = drafted(anna, fill(thread, now, number=PART_SIZE + 5), now)
    carry_out_part(bulk.parts.order_by("pk").first(), now=now)
    bulk.refresh_from_db()
    undoing = undo_bulk(bulk=bulk, by=anna, now=now)
    assert carry_out(bulk, now) == 0
    assert carry_out(undoing, now) == PART_SIZE
    assert set(states()) == {"held"}


def test_what_was_decided_anew_is_not_undone(anna, thread, now):
    one, two = fill(thread, now, number=2)
    bulk = drafted(anna, [one, two], now)
    carry_out(bulk, now)
    judgement = Judgement(one, anna, seen_state=Comment.State.VISIBLE, facts="Rude.")
    decide(verb=Verb.REMOVE, judgement=judgement, now=now)
    bulk.refresh_from_db()
    undoing = undo_bulk(bulk=bulk, by=anna, now=now)
    assert carry_out(undoing, now) == 1
    assert states() == ["held", "removed"]


def test_what_nobody_confirms_is_dropped_after_a_day(anna, thread, now):
    plan = Plan(verb="remove", queue="held", by=anna, facts="Advertising.")
    plan_bulk(plan=plan, comments=fill(thread, now, number=2), now=now)
    assert drop_drafted_bulks(now=now + DRAFTS_LAST) == 0
    assert drop_drafted_bulks(now=now + DRAFTS_LAST + timedelta(seconds=1)) == 1
    left = [model.objects.count() for model in (Bulk, BulkPart, ReasonText)]
    assert left == [0, 0, 0]


class TestLikeness:
    TEXTS = (
        "Buy cheap boats at boats dot example, now!",
        "BUY cheap boats at boats dot example — now!!",
        "Buy  cheap bóats at boats dot example, now 17",
        "Buy cheap boats at goats dot example, now!",
        "The gate was never the miller's to sell.",
        "Buy nothing.",
    )

    def test_the_same_and_nearly_the_same_are_found_and_nothing_else(self, thread, now):
        comments = fill(thread, now, number=len(self.TEXTS))
        for comment, text in zip(comments, self.TEXTS, strict=True):
            CommentRevision.objects.filter(comment=comment).update(text=text)
        asked = Comment.objects.with_words().get(pk=comments[0].pk)
        found = [comment.pk for comment in comments_like(Queue.HELD, asked)]
        assert found == [comment.pk for comment in comments[:4]]

    def test_what_is_not_in_the_list_is_not_meant(self, desk, thread, now):
        one, two = fill(thread, now, number=2, words="The same words")
        Comment.objects.filter(pk=two.pk).update(state="removed")
        page = desk.get(f"/admin/desk/held/many/?how=alike&of={one.pk}").content.decode()
        assert "1 comment, by 1 person" in page

    @pytest.mark.parametrize("asked", ["how=alike&of=", "how=x&of=1", "how=alike&of=999999", ""])
    def test_nothing_else_is_found(self, desk, thread, asked):
        answer = desk.get(f"/admin/desk/held/many/?{asked}")
        assert answer.status_code == 404
