from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.delivery.baking import baked, private
from standfirst.discussion.actions import NewComment
from standfirst.discussion.forms import CommentForm
from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.queries import (
    comments_for,
    conversation_page,
    discussion_settings,
    folded_pieces,
    new_comments,
    own_pieces,
    own_wishes,
    thread_page,
    told_in,
)
from standfirst.discussion.queries.muting import muted_by
from standfirst.discussion.views.asking import (
    acting_person,
    answer,
    may_moderate,
    network,
    own_or_placed,
    thread_at,
)
from standfirst.discussion.views.posting import Posting, post
from standfirst.discussion.views.sheets import answer_form, comment_form
from standfirst.discussion.views.showing import Discussion, framed, viewer_of
from standfirst.discussion.views.terms import terms_of
from standfirst.lib.clock import now as clock
from standfirst.lib.keyset import decode_cursor
from standfirst.lib.row_key import row_key
from standfirst.people.models import Person
from standfirst.people.queries import edit_address


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, path: str) -> HttpResponseBase:
    """The discussion of a page: for everybody, or with `?mine` for one; a POST writes to it."""
    if request.method == "POST":
        return write(request, path)
    if "mine" in request.GET:
        return my_thread(request, path)
    return public_thread(request, path)


@baked(params=("order", "only", "after", "at"))
def public_thread(request: HttpRequest, path: str) -> HttpResponseBase:
    """A page of the discussion, the same for everybody."""
    now = clock()
    found = thread_at(request, path, now)
    shown = _discussion(request, found, now, person=None, is_private=False)
    return answer(request, "pages/thread.html", {"page": found.page, "discussion": shown})


@private
def my_thread(request: HttpRequest, path: str) -> HttpResponseBase:
    """The same with what is one person's: held comments, votes, links to edit."""
    now = clock()
    found = thread_at(request, path, now)
    person = acting_person(request, now)
    if "fragment" in request.GET:
        return _my_pieces(request, found, person)
    shown = _discussion(request, found, now, person=person, is_private=True)
    context = {"discussion": shown, **_about_page(request, found)}
    return answer(request, "pages/thread.html", context)


@private
def write(request: HttpRequest, path: str) -> HttpResponseBase:
    """Take a comment on the page, or an answer to a question in its story."""
    now = clock()
    found = thread_at(request, path, now)
    person = acting_person(request, now)
    question = _question(request)
    if question is not None:
        form = answer_form(found, question, person, request.POST)
    else:
        form = comment_form(found, person, request.POST)
    posting = Posting(
        form=form,
        new=NewComment(
            thread=found, author=person, text="", question=question, network=network(request)
        ),
        now=now,
    )
    return post(request, posting, on_refusal=lambda: _with_form(found, person, form=form, now=now))


@private
@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment's lasting address leads to the page that shows it in its conversation."""
    now = clock()
    person = acting_person(request, now)
    found = own_or_placed(pk, person, now)
    viewer = viewer_of(found.thread, now=now, is_private=found.published_at is None)
    return HttpResponseRedirect(f"{viewer.address(at=pk)}#comment-{pk}")


def _discussion(
    request: HttpRequest, found: Thread, now: datetime, *, person: Person | None, is_private: bool
) -> Discussion:
    """Read what the address asks for. Raises Http404 for one that no page of ours links."""
    after = request.GET.get("after", "")
    if after and decode_cursor(after) is None:
        raise Http404
    focus = _focus(request.GET["at"], found, person) if "at" in request.GET else None
    viewer = replace(
        viewer_of(found, now=now, person=person, is_private=is_private),
        marked=focus.pk if focus is not None and not after else None,
        may_moderate=is_private and may_moderate(request),
        muted=muted_by(person if is_private else None),
    )
    try:
        order, only = request.GET.get("order", ""), request.GET.get("only", "")
        shown = framed(found, viewer, order, only)
    except ValueError as error:
        raise Http404 from error
    if is_private:
        shown.news = new_comments(found, person, now)
        shown.told = told_in(found, person)
    if focus is not None:
        shown.conversation = conversation_page(focus, viewer=viewer, after=after)
    else:
        shown.listing = thread_page(
            found, order=shown.order, viewer=viewer, after=after, only=shown.only
        )
    return shown


def _focus(named: str, found: Thread, person: Person | None) -> Comment:
    focus = get_object_or_404(comments_for(found, person), pk=row_key(named) or 0)
    focus.thread = found
    return focus


def _my_pieces(request: HttpRequest, found: Thread, person: Person | None) -> HttpResponse:
    viewer = viewer_of(found, now=clock(), person=person, is_private=True)
    viewer = replace(viewer, may_moderate=may_moderate(request), muted=muted_by(person))
    terms = terms_of(found, person, discussion_settings(), viewer.now)
    context = {
        "discussion": Discussion(thread=found, viewer=viewer),
        "news": new_comments(found, person, viewer.now),
        "told": told_in(found, person),
        "pieces": own_pieces(found, viewer=viewer),
        "folded": folded_pieces(found, viewer=viewer),
        "wishes": own_wishes(found, person),
        "form": comment_form(found, person, terms=terms),
        **_about_page(request, found),
    }
    return answer(request, "pages/thread_mine.html", context)


def _about_page(request: HttpRequest, found: Thread) -> dict[str, object]:
    """Give a thread's page, and where an editor changes it; a page elsewhere is not ours to change."""
    page = found.page
    return {"page": page, "edit_address": edit_address(page, request.user) if page else ""}


def _question(request: HttpRequest) -> UUID | None:
    """Read which question is answered. Raises Http404 for what cannot be one."""
    named = request.POST.get("question", "")
    if not named:
        return None
    try:
        return UUID(named)
    except ValueError as error:
        raise Http404 from error


def _with_form(
    found: Thread, person: Person | None, *, form: CommentForm, now: datetime
) -> tuple[str, dict[str, object]]:
    """The person's own page of the thread again, with the form that was not taken."""
    viewer = viewer_of(found, now=now, person=person, is_private=True)
    shown = framed(found, viewer)
    if shown.form is not None:
        form.sheet = replace(form.sheet, terms=shown.form.sheet.terms)
    shown.form = form
    shown.listing = thread_page(found, order=shown.order, viewer=viewer)
    return "pages/thread.html", {"page": found.page, "discussion": shown}
