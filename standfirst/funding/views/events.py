import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.http import require_POST

from standfirst.delivery.baking import private
from standfirst.delivery.origin import exempt_from_origin_check
from standfirst.funding.actions.events import receive_event
from standfirst.funding.providers.interface import EventRefused
from standfirst.funding.providers.registry import provider_named
from standfirst.lib.clock import now as clock

log = structlog.get_logger(__name__)

LARGEST_EVENT = 256 * 1024


@exempt_from_origin_check
@private
@require_POST
def provider_event(request: HttpRequest, provider: str) -> HttpResponse:
    """The one door for providers' events: 200 only when the event is stored.

    Every refusal answers alike, so that a forger learns nothing; the log has the reason.
    """
    named = provider_named(provider)
    if named is None:
        raise Http404
    if request.content_type != "application/json":
        return _refused(request, "json only", 415)
    try:
        is_large = int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_EVENT
        body = b"" if is_large else request.body
    except (ValueError, RequestDataTooBig, UnreadablePostError):
        return _refused(request, "unreadable", 400)
    if is_large or len(body) > LARGEST_EVENT:
        return _refused(request, "too large", 413)
    try:
        receive_event(provider=named, body=body, headers=request.headers, now=clock())
    except EventRefused:
        return _said("refused", 400)
    return _said("stored", 200)


def _refused(request: HttpRequest, words: str, status: int) -> HttpResponse:
    """Refuse what is not even read; the actions log what they refuse."""
    log.warning("event_refused", path=request.path, refusal=words)
    return _said(words, status)


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain", status=status)
