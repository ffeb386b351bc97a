"""The test box of word lists: what words would hit among the latest comments."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.desk.queries import PAGE_SIZE, comments_by_number, latest_texts
from standfirst.desk.stretches import Stretch, marked
from standfirst.discussion.models import Comment
from standfirst.moderation.models import WordList
from standfirst.moderation.words import Finder, phrases_in

LOOKED_AT = 10_000


@dataclass(frozen=True)
class Sample:
    """A comment that would be hit, with its text cut at the hits."""

    comment: Comment
    stretches: list[Stretch]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def word_box(request: HttpRequest) -> HttpResponse:
    """Try words, saved or not, on the latest comments. Nothing is stored; a POST because of its size."""
    if request.method != "POST":
        asked = request.GET.get("list", "")
        words = get_object_or_404(WordList, pk=asked).words if asked.isdecimal() else ""
        return render(request, "desk/words.html", _page(words))
    words = request.POST.get("words", "")
    finder = Finder(phrases_in(words))
    looked_at, hit = _looked_through(finder)
    page = Paginator(hit, PAGE_SIZE).get_page(request.POST.get("p"))
    context = {
        **_page(words),
        "page": page,
        "looked_at": looked_at,
        "share": 100 * len(hit) / looked_at if looked_at else 0.0,
        "samples": _samples(finder, list(page.object_list)),
    }
    return render(request, "desk/words.html", context)


def _page(words: str) -> dict[str, object]:
    return {"title": _("Try words"), "icon": "list-ul", "words": words, "most": LOOKED_AT}


def _looked_through(finder: Finder) -> tuple[int, list[int]]:
    """How many comments were looked at, and which of them would be hit, the latest first."""
    looked_at, hit = 0, []
    for pk, text in latest_texts(LOOKED_AT):
        looked_at += 1
        if finder.first_hit(text) is not None:
            hit.append(pk)
    return looked_at, hit


def _samples(finder: Finder, ids: list[int]) -> list[Sample]:
    samples = []
    for comment in comments_by_number(ids):
        text = comment.current.text if comment.current else ""
        places = [(hit.start, hit.end) for hit in finder.hits(text)]
        samples.append(Sample(comment, marked(text, places)))
    return samples
