"""Writing to a passage of a page: chosen by its paragraph, or selected by a script."""

import re
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.delivery.public import page_at
from standfirst.discussion.actions import FoundError, NewComment, report_error
from standfirst.discussion.forms import words_for
from standfirst.discussion.queries import passage_in, texts_of
from standfirst.discussion.rules import (
    LONGEST_PASSAGE,
    CommentRefused,
    Refusal,
    refusal_of_passage,
)
from standfirst.discussion.views.asking import (
    acting_person,
    answer,
    is_htmx,
    network,
    remembering,
    status_of,
    thread_or_404,
)
from standfirst.discussion.views.posting import Posting, post
from standfirst.discussion.views.sheets import error_form, passage_form
from standfirst.discussion.views.showing import framed, viewer_of
from standfirst.lib.anchoring import CONTEXT, Passage, passage_at
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person

# More than this of a quote is not even looked for.
LONGEST_SENT = 2 * LONGEST_PASSAGE
_REPORTED = "pages/comment_error_reported.html"
# Between two paragraphs of a selection, as browsers put it.
PARAGRAPHS = "\n\n"
SPACE = re.compile(r"\s+")
LINE = re.compile(r"[^\n]+")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def passage(request: HttpRequest, path: str) -> HttpResponseBase:
    """Let a paragraph be chosen, give the form for a passage, and take what is written to it."""
    now = clock()
    page = page_at(request, path, now)
    thread = thread_or_404(page)
    person = acting_person(request, now)
    texts = texts_of(page)
    if not texts:
        raise Http404
    shown = framed(thread, viewer_of(thread, now=now, person=person, is_private=True))
    paragraphs = _paragraphs(texts)
    context: dict[str, Any] = {"thread": thread, "discussion": shown, "paragraphs": paragraphs}
    sent = request.POST if request.method == "POST" else request.GET
    wanted = _chosen(sent, paragraphs) or _wanted(sent)
    if wanted is None:
        return answer(request, "pages/passages.html", context)
    found = passage_in(page, wanted)
    refusal = refusal_of_passage(found)
    if found is None or refusal is not None:
        refused = CommentRefused(refusal or Refusal.PASSAGE_GONE)
        return _refused(request, context, refused)
    context |= {"passage": found, "error": error_form(thread, found, person)}
    context["is_cut"] = PARAGRAPHS in sent.get("quote", "").strip()
    if shown.form is not None:
        terms = shown.form.sheet.terms
        fetched = is_htmx(request)
        context["form"] = passage_form(thread, found, person, is_fetched=fetched, terms=terms)
    if request.method != "POST":
        return answer(request, _form_template(request), context)
    if "error" in request.POST:
        return _report(request, context, person, now=now)
    return _write(request, context, person, now=now)


def _write(
    request: HttpRequest, context: dict[str, Any], person: Person | None, *, now: datetime
) -> HttpResponseBase:
    """Take a comment on a passage."""
    thread, found = context["thread"], context["passage"]
    if context["discussion"].form is None:
        return answer(request, "pages/passages.html", context, status=403)
    form = passage_form(
        thread,
        found,
        person,
        request.POST,
        is_fetched=is_htmx(request),
        terms=context["form"].sheet.terms,
    )
    context["form"] = form
    new = NewComment(thread=thread, author=person, text="", passage=found, network=network(request))
    posting = Posting(form=form, new=new, now=now)
    return post(request, posting, on_refusal=lambda: ("pages/comment_passage.html", context))


def _report(
    request: HttpRequest, context: dict[str, Any], person: Person | None, *, now: datetime
) -> HttpResponseBase:
    """Take a report of an error in a passage."""
    thread, found = context["thread"], context["passage"]
    form = error_form(thread, found, person, request.POST)
    context["error"] = form
    status = 422
    if form.is_valid():
        error = FoundError(
            thread,
            person,
            found,
            form.cleaned_data["text"],
            network=network(request),
            credit=form.cleaned_data["name"],
            address=form.cleaned_data["email"],
        )
        try:
            report = report_error(error=error, now=now)
        except CommentRefused as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            is_fragment = is_htmx(request)
            done = "discussion/_error_reported.html" if is_fragment else _REPORTED
            return remembering(answer(request, done, context), report.reporter)
    if is_htmx(request):
        return answer(request, "discussion/_error_form.html", {"form": form}, status=status)
    return answer(request, _form_template(request), {**context, "has_errors": True}, status=status)


def _form_template(request: HttpRequest) -> str:
    return "discussion/_ask_passage.html" if is_htmx(request) else "pages/comment_passage.html"


def _paragraphs(texts: dict[str, str]) -> list[Passage]:
    """Give each line of each block as a passage."""
    return [
        passage_at(block, text, line.start(), line.end())
        for block, text in texts.items()
        for line in LINE.finditer(text)
    ]


def _chosen(sent: QueryDict, paragraphs: list[Passage]) -> Passage | None:
    """Read which paragraph was chosen, by its number."""
    number = sent.get("paragraph", "")
    is_one = number.isascii() and number.isdigit() and len(number) < 6
    return paragraphs[int(number)] if is_one and int(number) < len(paragraphs) else None


def _wanted(sent: QueryDict) -> Passage | None:
    """Read which passage was selected. None where none is named."""
    block, quote = sent.get("block", ""), sent.get("quote", "")
    if not block or not quote or len(quote) > LONGEST_SENT:
        return None
    position = sent.get("position", "")
    is_number = position.isascii() and position.isdigit() and len(position) < 8
    return Passage(
        block=block,
        position=int(position) if is_number else 0,
        quote=" ".join(quote.strip().split(PARAGRAPHS)[0].split()),
        prefix=SPACE.sub(" ", sent.get("prefix", ""))[-CONTEXT:],
        suffix=sent.get("suffix", "")[:CONTEXT],
    )


def _refused(
    request: HttpRequest, context: dict[str, Any], refused: CommentRefused
) -> HttpResponseBase:
    context |= {"words": words_for(refused)}
    template = "discussion/_refused.html" if is_htmx(request) else "pages/passages.html"
    return answer(request, template, context, status=status_of(refused))
