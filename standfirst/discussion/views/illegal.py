"""Notices of illegal content (Digital Services Act, Art. 16): the form, and what became of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.delivery.baking import private
from standfirst.discussion.actions.judging import SUBJECT_KIND
from standfirst.discussion.illegal_forms import NoticeForm
from standfirst.discussion.queries.addresses import Found, comments_at
from standfirst.discussion.views.asking import acting_person, answer, network, remembering
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions.notices import (
    give_notice,
    notice_path,
    redress_words,
    unfounded_words,
)
from standfirst.moderation.appeal_queries import YEAR, appeal_rates
from standfirst.moderation.models import Notice
from standfirst.moderation.notice_queries import notice_of_secret
from standfirst.moderation.notice_rules import (
    MOST_PLACES,
    NewNotice,
    NoticeRefusal,
    NoticeRefused,
    Place,
)
from standfirst.notify.places import absolute
from standfirst.people.models import Person
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.queries import current_rules

TOO_MANY = {NoticeRefusal.TOO_FAST, NoticeRefusal.TOO_MANY, NoticeRefusal.NETWORK_BUSY}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest) -> HttpResponseBase:
    """Ask what is illegal and where; show the comments of the addresses; take the notice.

    An address that leads to nothing we know is said once, with everything kept; sent again, it is
    taken as it is, for a person to look at.
    """
    now = clock()
    person = acting_person(request, now)
    rules = current_rules()
    if request.method != "POST":
        form = NoticeForm(rules=rules, person=person, initial=_places_of(request))
        return _page(request, form, {})
    form = NoticeForm(request.POST, rules=rules, person=person)
    found = comments_at(form.lines[:MOST_PLACES], now)
    unknown = [each.address for each in found if each.comment is None]
    is_news = unknown and request.POST.get("unknown", "") != "\n".join(unknown)
    shown = {"found": found, "unknown": "\n".join(unknown), "has_unknown": bool(unknown)}
    if "look" in request.POST:
        form.errors.clear()
        return _page(request, form, shown)
    if not form.is_valid():
        return _page(request, form, shown, 422)
    if is_news:
        return _page(request, form, {**shown, "must_confirm": True}, 422)
    try:
        given = give_notice(new=_new(request, form, found, person, rules), now=now)
    except NoticeRefused as refused:
        form.refuse(refused)
        return _page(request, form, shown, _status(refused))
    response = HttpResponseRedirect(notice_path(given), status=303)
    return remembering(response, given.notifier) if given.notifier is not None else response


@private
@require_safe
def notice_state(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show a notice to whoever gave it: what we have, what was decided, and what can be done then."""
    found = notice_of_secret(secret)
    if found is None:
        raise Http404
    context = {
        "notice": found,
        "things": list(found.things.all()),
        "address": absolute(notice_path(found)),
        "redress": redress_words(),
        "unfounded_words": unfounded_words() if found.is_unfounded else "",
    }
    response = answer(request, "pages/notice_state.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _places_of(request: HttpRequest) -> dict[str, str]:
    """Write down the comment that a link on it named."""
    named = request.GET.get("comment", "")
    is_number = named.isascii() and named.isdigit() and len(named) <= 18
    return {"places": absolute(f"/comments/{int(named)}/")} if is_number else {}


def _new(
    request: HttpRequest,
    form: NoticeForm,
    found: Sequence[Found],
    person: Person | None,
    rules: HouseRules | None,
) -> NewNotice:
    data = form.cleaned_data
    chosen = data.get("rule")
    places = [_place(each) for each in found]
    # Beyond what is looked up: the action says that these are too many.
    places += [Place(line) for line in form.lines[MOST_PLACES:]]
    return NewNotice(
        category=data["category"],
        places=places,
        words=data["words"],
        law=data["law"],
        rule=(rules.version, chosen) if rules is not None and chosen else None,
        notifier=_sender(person, data),
        name=data["name"],
        address=data["email"],
        network=network(request),
        language=get_language() or "",
        is_in_good_faith=data["good_faith"],
    )


def _sender(person: Person | None, data: Mapping[str, Any]) -> Person | None:
    """Whoever leaves out name and address wants to stay unknown, which the law allows for one thing."""
    is_unsigned = not data["name"] and not data["email"]
    is_free = data["category"] == Notice.Category.CHILD
    return None if is_unsigned and is_free else person


def _place(found: Found) -> Place:
    if found.comment is None:
        return Place(found.address)
    comment = found.comment
    return Place(found.address, SUBJECT_KIND, comment.pk, comment.current_id)


def _status(refused: NoticeRefused) -> int:
    if refused.refusal == NoticeRefusal.SUSPENDED:
        return 403
    return 429 if refused.refusal in TOO_MANY else 422


def _page(
    request: HttpRequest, form: NoticeForm, context: Mapping[str, Any], status: int = 200
) -> HttpResponseBase:
    now = clock()
    shown = {
        "form": form,
        "has_errors": status != 200,
        "rates": appeal_rates(now - YEAR, now),
        **context,
    }
    return answer(request, "pages/notice_form.html", shown, status=status)
