from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.notify.actions import lift_suppression
from standfirst.notify.queries import mails_gone_wrong, suppressed_addresses

PAGE_SIZE = 50
WRONG_SHOWN = 50


@private
@require_http_methods(["GET", "HEAD", "POST"])
def suppressions(request: HttpRequest) -> HttpResponse:
    """Show the staff which addresses mail is kept from, and lift one; and which mails nobody got."""
    rows = suppressed_addresses()
    if request.method == "POST":
        named = request.POST.get("suppression", "")
        is_number = named.isascii() and named.isdigit() and len(named) <= 18
        row = get_object_or_404(rows, pk=int(named) if is_number else 0)
        lift_suppression(suppression=row, now=timezone.now())
        messages.success(request, _("Mail goes to {} again.").format(row.address))
        return redirect("notify_suppressions")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    context = {"page": page, "wrong": mails_gone_wrong()[:WRONG_SHOWN]}
    return render(request, "notify/suppressions.html", context)
