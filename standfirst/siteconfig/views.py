from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from standfirst.delivery.baking import baked
from standfirst.delivery.keys import RULES
from standfirst.delivery.recording import declare
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.palette import palette_css, palette_digest
from standfirst.siteconfig.queries import current_rules, identity


@baked()
def rules(request: HttpRequest) -> HttpResponse:
    """Show the house rules in force, and where the older versions are."""
    current = current_rules()
    older = HouseRules.objects.order_by("-version")[1:] if current else []
    return render(request, "pages/rules.html", {"rules": current, "older": older})


@baked()
def rules_version(request: HttpRequest, version: int) -> HttpResponse:
    """Show one version of the house rules, as decisions cite it."""
    declare(RULES)
    row = get_object_or_404(HouseRules.objects.prefetch_related("paragraphs"), version=version)
    return render(request, "pages/rules.html", {"rules": row, "older": []})


def palette(request: HttpRequest, digest: str) -> HttpResponse:
    """Serve the paper's colours as a stylesheet that may be kept for ever under its hash."""
    paper = identity()
    current = palette_digest(paper)
    if digest != current:
        if len(digest) != len(current):
            raise Http404
        return redirect(reverse("siteconfig:palette", args=[current]))
    response = HttpResponse(palette_css(paper), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=31536000, immutable=True)
    return response
