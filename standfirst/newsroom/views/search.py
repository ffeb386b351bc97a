from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import public_request
from standfirst.lib.clock import now as clock
from standfirst.newsroom.queries.finding import found_for


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what a search finds. The same for everybody, but not kept: any words may be asked."""
    asked = public_request(request, ("q", "page"))
    number = asked.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    found = found_for(asked.GET.get("q", ""), page, asked, clock())
    response = render(asked, "pages/search.html", {"found": found})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
