"""What readers, moderators and the worker do to discussions."""

from dataclasses import replace
from datetime import timedelta

from standfirst.accounts.actions import change_name
from standfirst.discussion.actions import (
    Ballot,
    Judgement,
    adopt_merged,
    approve_comment,
    blank_withdrawn,
    cast_vote,
    close_due_threads,
    close_thread,
    edit_comment,
    feature_comment,
    hold_comment,
    lock_branch,
    mark_answered,
    mark_unanswered,
    pin_comment,
    recount_author_answers,
    recount_threads,
    remove_comment,
    reopen_thread,
    restore_comment,
    retract_vote,
    slow_thread,
    unfeature_comment,
    unlock_branch,
    unpin_comment,
    withdraw_comment,
)
from standfirst.discussion.models import Comment, DiscussionSettings, Thread
from standfirst.lib.anchoring import in_whole_words, passage_at
from standfirst.lib.clock import now as clock
from standfirst.moderation.models import Ground
from standfirst.people.actions import prove_address
from standfirst.people.models import PageRole
from tests.exits.changes import Changes

TALK = Changes()
change = TALK.change
WORDS = "A word under the gate"
PASSAGE_WORDS = "A canary was heard in this very place."


def comment(world):
    return Comment.objects.get(pk=world.comment.pk)


def judgement(world):
    return Judgement(
        comment=comment(world), decided_by=world.moderator, ground=Ground.RULE, facts="Rude."
    )


@change("a member comments")
def _(world):
    world.comment = world.say(world.thread, f"{WORDS}, said by a member.", by=world.reader)
    assert world.comment.is_visible


@change("a member answers")
def _(world):
    world.answer = world.say(
        world.thread, "A canary's answer.", by=world.supporter, parent=world.comment
    )


@change("somebody is for it")
def _(world):
    cast_vote(ballot=Ballot(world.comment, world.supporter, 1), now=world.now())


@change("somebody thinks otherwise")
def _(world):
    cast_vote(ballot=Ballot(world.comment, world.supporter, -1), now=world.now())


@change("somebody takes a vote back")
def _(world):
    retract_vote(comment=world.comment, voter=world.supporter, now=world.now())


@change("an author finds better words")
def _(world):
    edit_comment(
        comment=world.comment,
        editor=world.reader,
        text=f"{WORDS}, said better.",
        now=world.comment.created_at + timedelta(seconds=30),
    )


@change("a member takes another name")
def _(world):
    change_name(person=world.reader, name="Rita Canary", now=world.now())


@change("a guest comments, which is held")
def _(world):
    world.held = world.say(world.thread, "A canary who waits.", by=world.guest, name="Gus")
    assert world.held.is_held


@change("a held comment is approved")
def _(world):
    asked = replace(judgement(world), comment=world.held, ground=Ground.NONE)
    approve_comment(judgement=asked, now=world.now())


@change("a guest turns out to be a member")
def _(world):
    address = world.supporter.user.email
    world.guest.email = address
    world.guest.save()
    prove_address(person=world.guest, address=address, now=world.now())
    assert adopt_merged(now=world.now())


@change("a comment is held", gone=WORDS)
def _(world):
    hold_comment(judgement=judgement(world), now=world.now())


@change("a held comment is approved again")
def _(world):
    approve_comment(judgement=replace(judgement(world), ground=Ground.NONE), now=world.now())


@change("a comment is removed", gone=WORDS)
def _(world):
    asked = replace(judgement(world), rules_version=1, rule_number=1)
    remove_comment(judgement=asked, now=world.now())


@change("a comment is restored")
def _(world):
    restore_comment(judgement=judgement(world), now=world.now())


@change("a comment is withdrawn", gone="A canary who waits.")
def _(world):
    author = Comment.objects.get(pk=world.held.pk).author
    withdraw_comment(comment=world.held, author=author, now=world.now())


@change("withdrawn words are blanked")
def _(world):
    assert blank_withdrawn(now=clock() + timedelta(days=400))


@change("an answer to a question is given")
def _(world):
    known = Comment.objects.filter(thread=world.thread, question__isnull=False).first()
    world.say(world.thread, "A canary's plain answer.", by=world.moderator, question=known.question)


@change("a member writes to a passage")
def _(world):
    passage = some_passage(world.thread.page.specific)
    world.said = world.say(world.thread, PASSAGE_WORDS, by=world.supporter, passage=passage)
    assert world.said.is_visible


@change("what was written to a passage is withdrawn", gone=PASSAGE_WORDS)
def _(world):
    withdraw_comment(comment=world.said, author=world.supporter, now=world.now())


@change("an editor comments")
def _(world):
    world.say(world.thread, "A canary of the desk.", by=world.editor)


@change("a reader joins the staff")
def _(world):
    world.reader.user.is_staff = True
    world.reader.user.save()


@change("a reader leaves the staff")
def _(world):
    world.reader.user.is_staff = False
    world.reader.user.save()


@change("a reader who is staff is locked out")
def _(world):
    world.moderator.user.is_active = False
    world.moderator.user.save()


@change("an account of the staff is deleted")
def _(world):
    world.editor.user.delete()


@change("wrong counts are found")
def _(world):
    Thread.objects.filter(pk=world.thread.pk).update(comment_count=7)
    Comment.objects.filter(pk=world.comment.pk).update(up=70, score=70)
    assert recount_threads(now=world.now()) == 2


@change("somebody asks the author")
def _(world):
    world.asked = world.say(world.thread, "Does the canary sing?", by=world.supporter, asks=True)


@change("the staff pins, features, marks and locks it")
def _(world):
    for act in (pin_comment, feature_comment, mark_answered, lock_branch):
        act(comment=world.asked, by=world.moderator, now=world.now())


@change("the staff undoes all that")
def _(world):
    for act in (unpin_comment, unfeature_comment, mark_unanswered, unlock_branch):
        act(comment=world.asked, by=world.moderator, now=world.now())


@change("somebody becomes the author, and has answered")
def _(world):
    world.say(world.thread, "The canary sings.", by=world.moderator, parent=world.asked)
    page = world.thread.page
    PageRole.objects.create(person=world.moderator, page=page, role=PageRole.Role.AUTHOR)
    assert recount_author_answers(thread=world.thread, now=world.now()) == 1


@change("a discussion is slowed")
def _(world):
    slow_thread(thread=world.thread, seconds=60, by=world.moderator, now=world.now())


@change("a moderator closes the discussion")
def _(world):
    close_thread(thread=world.thread, by=world.moderator, now=world.now())


@change("a moderator opens it again, at the usual pace")
def _(world):
    slow_thread(thread=world.thread, seconds=0, by=world.moderator, now=world.now())
    reopen_thread(thread=world.thread, by=world.moderator, now=world.now())


@change("a thread closes at its hour")
def _(world):
    soon = Thread.objects.filter(pk=world.thread.pk)
    soon.update(closes_at=clock() - timedelta(seconds=1))
    assert close_due_threads(now=clock()) == 1


@change("the newsroom's wish opens it again")
def _(world):
    world.open_again(world.thread)


@change("only members may write")
def _(world):
    save_settings(writers="member")


@change("everybody may write again, and the oldest come first")
def _(world):
    save_settings(writers="anyone", default_order="oldest")


@change("guests may not vote")
def _(world):
    save_settings(guests_may_vote=False)


def some_passage(page):
    """Give some words of the first paragraph of an article."""
    block, text = next(iter(page.block_texts().items()))
    return passage_at(block, text, *in_whole_words(text, 10, 40))


def save_settings(**values):
    settings = DiscussionSettings.objects.first() or DiscussionSettings()
    for name, value in values.items():
        setattr(settings, name, value)
    settings.full_clean()
    settings.save()
