"""Tags for whole pages and story blocks: ask once for a page, look up without a query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.models import Page

from standfirst.discussion import queries
from standfirst.discussion.forms import CommentForm
from standfirst.discussion.models import Thread
from standfirst.discussion.notice_forms import FollowForm, NotifyForm
from standfirst.discussion.queries import Answers, AtPassage, Shown
from standfirst.discussion.views import blanks, stencils
from standfirst.discussion.views.followed import MOST_PAGES, follow_form
from standfirst.discussion.views.sheets import answer_form
from standfirst.discussion.views.showing import Discussion, discussion_on
from standfirst.lib.clock import now as clock
from standfirst.lib.passage_html import Mark
from standfirst.lib.text import with_minus
from standfirst.moderation.models import Decision

register = template.Library()
register.filter("with_minus", with_minus)


@register.simple_tag
def thread_of(page: Page) -> Discussion:
    """``{% thread_of page as thread %}``: the discussion of a page, for everybody.

    Empty for a page without a thread, and for one that is not saved yet (a preview).
    """
    return discussion_on(page, now=clock())


@register.simple_tag
def question_of(thread: Any, block_id: Any) -> dict[str, Any]:
    """``{% question_of thread block_id as question %}``: answers and form of a question.

    Gives ``is_shown``, ``count``, ``answers``, ``form``; costs no query. Shows nothing where the
    page has no thread, or the block no id (a preview).
    """
    nothing: dict[str, Any] = {"is_shown": False, "count": 0, "answers": [], "form": None}
    block = _uuid(block_id)
    if not isinstance(thread, Discussion) or thread.thread is None or block is None:
        return nothing
    found = thread.answers.get(block, Answers(0, []))
    form: CommentForm | None = None
    if thread.form is not None:
        form = answer_form(thread.thread, block, terms=thread.form.sheet.terms)
    return {"is_shown": True, "count": found.count, "answers": found.shown, "form": form}


@dataclass(frozen=True)
class BlockPassages:
    """The passages of one block that were written to, and their marks for the block's text."""

    items: list[AtPassage]
    marks: list[Mark]


@register.simple_tag
def passages_of(thread: Any, block_id: Any) -> BlockPassages:
    """``{% passages_of thread block.id as passages %}``: what was written to passages of a block."""
    block = _uuid(block_id)
    if not isinstance(thread, Discussion) or block is None:
        return BlockPassages([], [])
    items = thread.passages.get(block, [])
    return BlockPassages(items, [Mark(at.start, at.end, at.words, _bubble(at)) for at in items])


@register.simple_tag
def thanks_of(corrections: Sequence[Any]) -> dict[UUID, list[str]]:
    """``{% thanks_of corrections as thanks %}``: whom to thank for which correction."""
    return queries.names_to_thank([each.ref for each in corrections if each.ref is not None])


@register.simple_tag
def thanked(thanks: dict[UUID, list[str]], correction: UUID | None) -> list[str]:
    """``{% thanked thanks correction.ref as names %}``: the names to thank for one correction."""
    return thanks.get(correction, []) if correction is not None else []


def _bubble(at: AtPassage) -> str:
    return render_to_string("discussion/_bubble.html", {"at": at}).strip()


@register.simple_tag
def comments(items: Sequence[Shown] | SafeString) -> SafeString:
    """``{% comments listing.conversations %}``: comments with all that stands below them."""
    return stencils.joined(items)


@register.simple_tag
def form_of(form: CommentForm | NotifyForm, is_own_page: Any = "") -> SafeString:
    """``{% form_of discussion.form is_own_page %}``: a form to write or to be told, as it stands."""
    return blanks.form_html(form, is_own_page=bool(is_own_page))


@register.simple_tag
def follow_form_of(*found: Any) -> FollowForm | None:
    """``{% follow_form_of reading.topics reading.credits as follow %}``: a form to follow them.

    Takes a page, links with ``pk`` and ``title``, and credits with ``names``; what has no page (yet) is
    left out, and nothing is shown where nothing is left.
    """
    pages = dict.fromkeys(pair for each in found for pair in _pages_in(each))
    return follow_form(list(pages)[:MOST_PAGES]) if pages else None


def _pages_in(found: Any) -> Iterator[tuple[int, str]]:
    if isinstance(found, list | tuple):
        for each in found:
            yield from _pages_in(each)
    elif hasattr(found, "names"):
        yield from _pages_in(found.names)
    elif getattr(found, "pk", None) is not None and (isinstance(found, Page) or found.url):
        yield found.pk, found.title


@register.simple_tag
def most_discussed() -> list[Thread]:
    """``{% most_discussed as talked %}``: where readers talk, for a front."""
    return queries.most_discussed(clock())


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


@register.simple_tag
def words_judged(decision: Decision) -> str:
    """``{% words_judged decision as words %}``: the wording of a comment that was decided on; else ""."""
    return queries.judged_wording(decision)
