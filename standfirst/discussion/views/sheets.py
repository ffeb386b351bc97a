"""The forms of a discussion, each in its place: under a report, at a question, at a passage, below words."""

from dataclasses import asdict
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.forms import CommentForm, ErrorForm, Sheet
from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.notice_forms import NotifyForm
from standfirst.lib.anchoring import Passage
from standfirst.people.models import Person

COMMENT_FORM = "comment-form"


def comment_form(
    thread: Thread,
    person: Person | None = None,
    data: dict[str, str] | None = None,
    *,
    terms: str = "",
) -> CommentForm:
    """Make the form under a discussion."""
    sheet = Sheet(
        ident=COMMENT_FORM,
        action=thread.comments_path,
        heading=_("Write a comment"),
        button=_("Post comment"),
        closing=_("Would love your thoughts, please comment."),
        # Of a page elsewhere nobody here is the author.
        may_ask=not thread.is_elsewhere,
        terms=terms,
    )
    return CommentForm(data, sheet=sheet, person=person)


def answer_form(
    thread: Thread,
    question: UUID,
    person: Person | None = None,
    data: dict[str, str] | None = None,
    *,
    terms: str = "",
) -> CommentForm:
    """Make the form at a question in a story."""
    sheet = Sheet(
        ident=f"answer-{question}",
        action=thread.comments_path,
        heading=_("Answer this question"),
        button=_("Post answer"),
        hidden={"question": str(question)},
        terms=terms,
    )
    return CommentForm(data, sheet=sheet, person=person)


def passage_form(
    thread: Thread,
    passage: Passage,
    person: Person | None = None,
    data: dict[str, str] | None = None,
    *,
    is_fetched: bool,
    terms: str = "",
) -> CommentForm:
    """Make the form of a comment on a passage, for a page of its own or for its place in a story."""
    sheet = Sheet(
        ident=f"passage-{passage.block}",
        action=f"{thread.comments_path}passages/",
        heading=_("Write to this passage"),
        button=_("Post comment"),
        hidden={name: str(value) for name, value in asdict(passage).items()},
        cancel=thread.address,
        slot=f"#passages-{passage.block}-slot",
        is_fetched=is_fetched,
        terms=terms,
    )
    return CommentForm(data, sheet=sheet, person=person)


def error_form(
    thread: Thread,
    passage: Passage,
    person: Person | None,
    data: dict[str, str] | None = None,
) -> ErrorForm:
    """Make the form by which an error in a passage is reported."""
    hidden = {name: str(value) for name, value in asdict(passage).items()}
    sheet = Sheet(
        ident=f"error-{passage.block}",
        action=f"{thread.comments_path}passages/",
        heading=_("Report an error"),
        button=_("Report the error"),
        hidden={**hidden, "error": "1"},
    )
    return ErrorForm(data, person=person, sheet=sheet)


def reply_form(
    parent: Comment,
    person: Person | None,
    data: dict[str, str] | None = None,
    *,
    is_fetched: bool,
    terms: str = "",
) -> CommentForm:
    """Make the form of a reply, for a page of its own or for the place below the comment."""
    sheet = Sheet(
        ident=f"reply-{parent.pk}",
        action=reverse("discussion:reply", args=[parent.pk]),
        heading=_("Your reply"),
        button=_("Post reply"),
        hidden={"seen": str(parent.current_id or "")},
        cancel=reverse("discussion:comment", args=[parent.pk]),
        slot=f"#c{parent.pk}-slot",
        is_fetched=is_fetched,
        may_quote=parent.is_visible,
        terms=terms,
    )
    return CommentForm(data, sheet=sheet, person=person)


def notify_form(
    thread: Thread, person: Person | None = None, data: dict[str, str] | None = None
) -> NotifyForm:
    """Make the form of "Notify of…"."""
    sheet = Sheet(
        ident="notify",
        action=reverse("discussion:subscribe"),
        heading=_("Notify of…"),
        button=_("Notify me"),
        hidden={"thread": str(thread.pk)},
    )
    return NotifyForm(data, sheet=sheet, person=person)
