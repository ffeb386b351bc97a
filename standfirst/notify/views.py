import structlog
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.delivery.origin import exempt_from_origin_check
from standfirst.lib.row_key import row_key
from standfirst.notify.actions import lift_suppression, suppress_address
from standfirst.notify.models import Suppression
from standfirst.notify.providers import Unbelievable, returns_in
from standfirst.notify.queries import mails_gone_wrong, suppressed_addresses

PAGE_SIZE = 50
WRONG_SHOWN = 50

log = structlog.get_logger(__name__)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def suppressions(request: HttpRequest) -> HttpResponse:
    """Show the staff which addresses mail is kept from, and lift one; and which mails nobody got."""
    rows = suppressed_addresses()
    if request.method == "POST":
        named = request.POST.get("suppression", "")
        row = get_object_or_404(rows, pk=row_key(named) or 0)
        lift_suppression(suppression=row, now=timezone.now())
        messages.success(request, _("Mail goes to {} again.").format(row.address))
        return redirect("notify_suppressions")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    context = {"page": page, "wrong": mails_gone_wrong()[:WRONG_SHOWN]}
    return render(request, "notify/suppressions.html", context)


@exempt_from_origin_check
@private
@require_http_methods(["HEAD", "POST"])
def provider_events(request: HttpRequest) -> HttpResponse:
    """Take what the mail provider tells of bounces and complaints, if it proves that it is the one."""
    provider = settings.STANDFIRST_MAIL_PROVIDER
    if not provider:
        raise Http404
    if request.method == "HEAD":
        # Some ask whether anybody is there.
        return HttpResponse()
    try:
        returned = returns_in(request, provider)
    except Unbelievable as error:
        log.warning("mail_event_refused", provider=provider, error=str(error))
        return HttpResponse(status=400)
    for each in returned:
        bounce, complaint = Suppression.Reason.BOUNCE, Suppression.Reason.COMPLAINT
        suppress_address(
            address=each.address,
            reason=complaint if each.is_complaint else bounce,
            said=each.said,
            now=timezone.now(),
        )
    return HttpResponse()
