"""What somebody does with one comment: vote, reply, edit, withdraw, report."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.delivery.baking import private
from standfirst.discussion.actions import (
    Ballot,
    Complaint,
    NewComment,
    cast_vote,
    edit_comment,
    report_comment,
    retract_vote,
    withdraw_comment,
)
from standfirst.discussion.forms import ReportForm, Sheet, SheetForm, WordsForm, words_for
from standfirst.discussion.models import Comment, Vote
from standfirst.discussion.queries import (
    Shown,
    access_comment,
    discussion_settings,
    more_replies,
    shown_alone,
)
from standfirst.discussion.rules import (
    EDIT_WINDOW,
    CommentRefused,
    is_authors,
    refusal_to_edit,
    refusal_to_withdraw,
)
from standfirst.discussion.views.asking import (
    acting_person,
    answer,
    is_htmx,
    network,
    own_or_placed,
    remembering,
    seen_revision,
    status_of,
)
from standfirst.discussion.views.posting import Posting, post, with_quote
from standfirst.discussion.views.returning import way_back
from standfirst.discussion.views.sheets import reply_form
from standfirst.discussion.views.showing import viewer_of
from standfirst.discussion.views.terms import terms_of
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person

VALUES = {"up": 1, "down": -1}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a vote: `up`, `down`, or `none` to take it back. Read, it leads to the comment."""
    now = clock()
    person = acting_person(request, now)
    comment = own_or_placed(pk, person, now)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("discussion:comment", args=[pk]))
    try:
        voter, said = _vote(request, comment, person, now)
    except CommentRefused as refused:
        return _vote_refused(request, comment, person, refused=refused, now=now)
    if is_htmx(request):
        context = {"item": _shown(comment, voter, now), "said": said}
        response: HttpResponseBase = answer(request, "discussion/_voted.html", context)
    else:
        response = HttpResponseRedirect(way_back(request, comment, now), status=303)
    return remembering(response, voter) if voter is not None else response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the form of a reply, alone or for the place below the comment; take it.

    One button puts the comment's words before what was typed, as a quote.
    """
    now = clock()
    person = acting_person(request, now)
    parent = own_or_placed(pk, person, now)
    data = request.POST if request.method == "POST" else None
    terms = ""
    if data is None:
        terms = terms_of(parent.thread, person, discussion_settings(), now)
    form = reply_form(parent, person, data, is_fetched=is_htmx(request), terms=terms)

    def page() -> tuple[str, dict[str, Any]]:
        item = _shown(parent, person, now)
        return "pages/comment_reply.html", {"item": item, "form": form, "thread": parent.thread}

    if request.method != "POST":
        return answer(request, *_page_or_fragment(request, page()))
    if "quote" in request.POST:
        form = reply_form(parent, person, with_quote(request.POST, parent), is_fetched=False)
        return answer(request, *_page_or_fragment(request, page()))
    new = NewComment(
        thread=parent.thread,
        author=person,
        text="",
        parent=parent,
        seen=seen_revision(request, parent),
        network=network(request),
    )
    return post(request, Posting(form=form, new=new, now=now), on_refusal=page)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one's own words to change them for 15 minutes; take the new ones."""
    now = clock()
    person, comment = _own(request, pk, now)
    refusal = refusal_to_edit(comment, person, now)
    if refusal is not None:
        return _too_late(request, comment, CommentRefused(refusal))
    sheet = _sheet("edit", comment, heading=_("Edit your comment"), button=_("Save"))
    first = {"text": comment.current.text if comment.current is not None else ""}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=first, sheet=sheet)
    context = {"form": form, "thread": comment.thread, "until": comment.created_at + EDIT_WINDOW}
    page = ("pages/comment_edit.html", context)
    if request.method != "POST":
        return answer(request, *_page_or_fragment(request, page))
    if not form.is_valid():
        return _with_errors(request, page, 422)
    try:
        changed = edit_comment(
            comment=comment, editor=person, text=form.cleaned_data["text"], now=now
        )
    except CommentRefused as refused:
        form.refuse(refused)
        return _with_errors(request, page, status_of(refused))
    said = _("Your comment waits for a moderator now.") if changed.is_held else _("Saved.")
    return _changed(request, changed, person, said=said, now=now)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask whether one's own comment is to go; take it back."""
    now = clock()
    person, comment = _own(request, pk, now)
    refusal = refusal_to_withdraw(comment, person)
    if refusal is not None:
        return _too_late(request, comment, CommentRefused(refusal))
    sheet = _sheet(
        "withdraw", comment, heading=_("Withdraw your comment?"), button=_("Withdraw it")
    )
    form = SheetForm(sheet=sheet)
    context = {"form": form, "thread": comment.thread, "item": _shown(comment, person, now)}
    page = ("pages/comment_withdraw.html", context)
    if request.method != "POST":
        return answer(request, *_page_or_fragment(request, page))
    try:
        changed = withdraw_comment(comment=comment, author=person, now=now)
    except CommentRefused as refused:
        return _too_late(request, comment, refused)
    return _changed(request, changed, person, said=_("Your comment is withdrawn."), now=now)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask what is wrong with a comment; put it before the moderators."""
    now = clock()
    person = acting_person(request, now)
    comment = own_or_placed(pk, person, now)
    sheet = _sheet("report", comment, heading=_("Report a comment"), button=_("Report it"))
    form = ReportForm(request.POST if request.method == "POST" else None, sheet=sheet)
    context = {"form": form, "thread": comment.thread, "item": _shown(comment, person, now)}
    page = ("pages/comment_report.html", context)
    if request.method != "POST":
        return answer(request, *_page_or_fragment(request, page))
    if not form.is_valid():
        return _with_errors(request, page, 422)
    complaint = Complaint(
        comment=comment,
        reporter=person,
        reason=form.cleaned_data["reason"],
        words=form.cleaned_data["text"],
        seen=seen_revision(request, comment),
        network=network(request),
    )
    try:
        reported = report_comment(complaint=complaint, now=now)
    except CommentRefused as refused:
        form.refuse(refused)
        return _with_errors(request, page, status_of(refused))
    template = "discussion/_reported.html" if is_htmx(request) else "pages/comment_done.html"
    return remembering(answer(request, template, {"comment": comment}), reported.reporter)


@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponseBase:
    """More replies to a comment, as a fragment; asked for plainly, the page that shows them."""
    now = clock()
    try:
        subject = access_comment(pk, now=now)
    except Comment.DoesNotExist as error:
        raise Http404 from error
    viewer = viewer_of(subject.thread, now=now)
    after = request.GET.get("after", "")
    if not is_htmx(request):
        return HttpResponseRedirect(viewer.address(at=pk, after=after))
    conversation = more_replies(subject, viewer=viewer, after=after)
    return answer(request, "discussion/_replies.html", {"item": conversation.subject})


def _vote(
    request: HttpRequest, comment: Comment, person: Person | None, now: datetime
) -> tuple[Person | None, str]:
    chosen = request.POST.get("vote", "")
    if chosen == "none":
        if person is not None:
            retract_vote(comment=comment, voter=person, now=now)
        return person, _("Your vote is taken back.")
    ballot = Ballot(
        comment=comment,
        voter=person,
        value=VALUES.get(chosen, 0),
        seen=seen_revision(request, comment),
        network=network(request),
    )
    cast: Vote = cast_vote(ballot=ballot, now=now)
    if cast.is_counted:
        return cast.voter, _("Your vote counts.")
    if cast.is_quarantined:
        return cast.voter, _(
            "Your vote is kept. Very many come at once, so a moderator looks before they count."
        )
    return cast.voter, _("Your vote is kept. It counts when fewer of your network have voted.")


def _vote_refused(
    request: HttpRequest,
    comment: Comment,
    person: Person | None,
    *,
    refused: CommentRefused,
    now: datetime,
) -> HttpResponseBase:
    words = words_for(refused)
    if is_htmx(request):
        context: dict[str, Any] = {"item": _shown(comment, person, now), "said": words}
        return answer(request, "discussion/_voted.html", context, status=status_of(refused))
    return _too_late(request, comment, refused)


def _own(request: HttpRequest, pk: int, now: datetime) -> tuple[Person, Comment]:
    """Find one's own comment. Raises Http404 for another's: whose it is, is nobody's business."""
    person = acting_person(request, now)
    comment = own_or_placed(pk, person, now)
    if person is None or not is_authors(comment, person):
        raise Http404
    return person, comment


def _sheet(verb: str, comment: Comment, *, heading: str, button: str) -> Sheet:
    return Sheet(
        ident=f"{verb}-{comment.pk}",
        action=reverse(f"discussion:{verb}", args=[comment.pk]),
        heading=heading,
        button=button,
        hidden={"seen": str(comment.current_id or "")},
        cancel=reverse("discussion:comment", args=[comment.pk]),
        slot=f"#c{comment.pk}-slot",
    )


def _shown(comment: Comment, person: Person | None, now: datetime) -> Shown:
    viewer = viewer_of(comment.thread, now=now, person=person, is_private=True)
    return shown_alone(comment.pk, viewer=viewer)


def _page_or_fragment(
    request: HttpRequest, page: tuple[str, dict[str, Any]]
) -> tuple[str, dict[str, Any]]:
    template, context = page
    if is_htmx(request):
        template = template.replace("pages/comment_", "discussion/_ask_")
    return template, context


def _with_errors(
    request: HttpRequest, page: tuple[str, dict[str, Any]], status: int
) -> HttpResponseBase:
    template, context = _page_or_fragment(request, page)
    return answer(request, template, {**context, "has_errors": True}, status=status)


def _too_late(request: HttpRequest, comment: Comment, refused: CommentRefused) -> HttpResponseBase:
    context = {"words": words_for(refused), "thread": comment.thread, "comment": comment}
    template = "discussion/_refused.html" if is_htmx(request) else "pages/comment_refused.html"
    return answer(request, template, context, status=status_of(refused))


def _changed(
    request: HttpRequest, comment: Comment, person: Person, *, said: str, now: datetime
) -> HttpResponseBase:
    """Show a comment that its author changed: in its place by htmx, else on the author's page."""
    if is_htmx(request):
        context = {"item": _shown(comment, person, now), "said": said}
        return answer(request, "discussion/_changed.html", context)
    viewer = viewer_of(comment.thread, now=now, is_private=True)
    if comment.published_at is None and not comment.is_held:
        return HttpResponseRedirect(viewer.address(), status=303)
    return HttpResponseRedirect(f"{viewer.address(at=comment.pk)}#comment-{comment.pk}", status=303)
