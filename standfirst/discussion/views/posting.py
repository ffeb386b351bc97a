"""Taking a new comment, wherever its form stands, and answering plainly or to htmx."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from standfirst.discussion.actions import NewComment, post_and_follow, post_comment
from standfirst.discussion.forms import CommentForm, words_for
from standfirst.discussion.models import Comment, Order
from standfirst.discussion.queries import as_shown, shown_alone
from standfirst.discussion.rules import (
    CommentRefused,
    Refusal,
    refusal_of_html,
    refusal_of_text,
)
from standfirst.discussion.views.asking import answer, is_htmx, remembering, status_of
from standfirst.discussion.views.showing import viewer_of
from standfirst.lib.quoting import quote_of
from standfirst.lib.text import normal_newlines
from standfirst.people.models import Person

Page = tuple[str, dict[str, Any]]


@dataclass
class Posting:
    """A comment that somebody sends: the form, and what the form does not say."""

    form: CommentForm
    new: NewComment
    now: datetime


def post(
    request: HttpRequest, posting: Posting, *, on_refusal: Callable[[], Page]
) -> HttpResponseBase:
    """Store what the form says and answer; ``on_refusal`` gives the page that hands it back.

    Sent by the button that previews, nothing is stored. A member whose session has ended does not
    become a guest without being asked.
    """
    form = posting.form
    if form.was_members:
        form.refuse(CommentRefused(Refusal.SIGNED_OUT))
        return _handed_back(request, form, on_refusal, status=403)
    if not form.is_valid():
        return _handed_back(request, form, on_refusal, status=422)
    if "preview" in form.data:
        return _previewed(request, form, on_refusal)
    try:
        comment, problem = _posted(posting)
    except CommentRefused as refused:
        form.refuse(refused)
        return _handed_back(request, form, on_refusal, status=status_of(refused))
    author = comment.author
    if is_htmx(request):
        response: HttpResponseBase = _fragment(
            request, posting, comment, author=author, problem=problem
        )
    else:
        response = HttpResponseRedirect(_own_place(comment, posting.now), status=303)
    return remembering(response, author)


def _filled(posting: Posting) -> NewComment:
    said = posting.form.cleaned_data
    return replace(
        posting.new,
        text=said["text"],
        asks=bool(said.get("asks")),
        name=said.get("name", ""),
        address=said.get("email", "").strip(),
        key=said.get("key", ""),
    )


def _posted(posting: Posting) -> tuple[Comment, str]:
    """Post the comment; give words too if the wish to be told of replies could not be noted."""
    new = _filled(posting)
    if not posting.form.cleaned_data.get("notify"):
        return post_comment(new=new, now=posting.now), ""
    followed = post_and_follow(new=new, now=posting.now)
    return followed.comment, words_for(followed.refused) if followed.refused else ""


def _own_place(comment: Comment, now: datetime) -> str:
    """Where its author finds the comment: first of the newest, or in its conversation."""
    viewer = viewer_of(comment.thread, now=now, is_private=True)
    if comment.parent_id is None:
        place = viewer.address(order=Order.NEWEST.value)
    else:
        place = viewer.address(at=comment.pk)
    return f"{place}#comment-{comment.pk}"


def _previewed(
    request: HttpRequest, form: CommentForm, on_refusal: Callable[[], Page]
) -> HttpResponseBase:
    """Hand the form back with what was typed as readers would see it, or with what keeps it away."""
    text = normal_newlines(form.cleaned_data["text"])
    finished = as_shown(text)
    refusal = refusal_of_text(text) or refusal_of_html(finished)
    if refusal is not None:
        form.refuse(refusal)
        return _handed_back(request, form, on_refusal, status=422)
    form.preview = finished
    if is_htmx(request):
        return answer(request, "discussion/_form.html", {"form": form})
    template, context = on_refusal()
    return answer(request, template, context)


def _handed_back(
    request: HttpRequest, form: CommentForm, on_refusal: Callable[[], Page], *, status: int
) -> HttpResponseBase:
    if is_htmx(request):
        return answer(request, "discussion/_form.html", {"form": form}, status=status)
    template, context = on_refusal()
    return answer(request, template, {**context, "has_errors": True}, status=status)


def _fragment(
    request: HttpRequest, posting: Posting, comment: Comment, *, author: Person, problem: str
) -> HttpResponseBase:
    viewer = viewer_of(comment.thread, now=posting.now, person=author, is_private=True)
    sheet = posting.form.sheet
    item = shown_alone(comment.pk, viewer=viewer)
    item.is_at_passage = posting.new.passage is not None
    context = {
        "item": item,
        "items": [item],
        "question": posting.new.question,
        "passage": posting.new.passage,
        "parent_id": comment.parent_id,
        "form": CommentForm(sheet=replace(sheet, is_fetched=False), person=author),
        "said": said_of(comment),
        "problem": problem,
    }
    return answer(request, "discussion/_posted.html", context)


def said_of(comment: Comment) -> str:
    """Say what became of a comment."""
    if comment.is_held:
        return _("Your comment waits for a moderator. Until then only you see it.")
    return _("Your comment is published.")


def with_quote(sent: QueryDict, parent: Comment) -> QueryDict:
    """Give what was sent with the comment that it answers, if it can be read, quoted before it."""
    data = sent.copy()
    html = parent.current.html if parent.current is not None and parent.is_visible else ""
    quote = quote_of(html)
    if quote:
        data["text"] = f"{quote}\n\n{data.get('text', '')}"
    return data
