from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import baked
from standfirst.funding.queries.wall import wall_of
from standfirst.funding.views.books import campaign_or_404


@require_safe
@baked(params=("after",))
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who gave to a campaign and chose to be named, or to say something."""
    campaign = campaign_or_404(slug)
    context = {"campaign": campaign, "wall": wall_of(campaign, after=request.GET.get("after", ""))}
    return render(request, "pages/thanks.html", context)
