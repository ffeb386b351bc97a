"""Forms that nobody has filled in: the same on every public page, but for where they are sent.

Each kind is rendered once in each process, with holes for its address and its hidden values, as
comments are (`stencils`): a form costs a page more than sixty comments.
"""

from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from standfirst.discussion.forms import CommentForm, Sheet
from standfirst.discussion.notice_forms import NotifyForm

Form = CommentForm | NotifyForm
TEMPLATES = {CommentForm: "discussion/_form.html", NotifyForm: "discussion/_notify.html"}
ACTION = "where to"


class Kind(NamedTuple):
    """All that the template of an empty form decides by or shows, but for what fills its holes."""

    form: type[Form]
    ident: str
    heading: str
    button: str
    closing: str
    terms: str
    hidden: tuple[str, ...]
    may_ask: bool
    is_own_page: bool
    language: str


def form_html(form: Form, *, is_own_page: bool) -> SafeString:
    """Give the HTML of a form under a discussion."""
    sheet = form.sheet
    if form.is_bound or form.person is not None or sheet.is_fetched or sheet.cancel:
        context = {"form": form, "is_own_page": is_own_page}
        return render_to_string(TEMPLATES[type(form)], context)
    kind = Kind(
        form=type(form),
        ident=sheet.ident,
        heading=str(sheet.heading),
        button=str(sheet.button),
        closing=str(sheet.closing),
        terms=sheet.terms,
        hidden=tuple(sheet.hidden),
        may_ask=sheet.may_ask,
        is_own_page=is_own_page,
        language=get_language() or "",
    )
    filling = {name: escape(value) for name, value in sheet.hidden.items()}
    # Made by a template, and filled with escaped text.
    return mark_safe(_blank(kind) % {**filling, ACTION: escape(sheet.action)})  # noqa: S308


@lru_cache(maxsize=100)
def _blank(kind: Kind) -> str:
    """Render the template with holes, and give it as a format string."""
    sheet = Sheet(
        ident=kind.ident,
        action=_mark(ACTION),
        heading=kind.heading,
        button=kind.button,
        closing=kind.closing,
        terms=kind.terms,
        hidden={name: _mark(name) for name in kind.hidden},
        may_ask=kind.may_ask,
    )
    context = {"form": kind.form(sheet=sheet), "is_own_page": kind.is_own_page}
    text = render_to_string(TEMPLATES[kind.form], context).replace("%", "%%")
    for name in (ACTION, *kind.hidden):
        text = text.replace(_mark(name), f"%({name})s")
    return text


def _mark(name: str) -> str:
    return f"\ue000{name}\ue000"
