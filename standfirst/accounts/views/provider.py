import structlog
from allauth.socialaccount.providers.openid_connect.views import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from standfirst.delivery.baking import private

log = structlog.get_logger(__name__)


@private
@require_POST
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider by a page of ours, not by a redirect.

    A form may lead to this site alone (``form-action``), redirects included, and which hosts a
    provider leads on to nobody knows. A press on a link, or the page's own refresh, may.
    """
    try:
        response: HttpResponse = login(request, provider_id)
    except OSError as error:  # what `requests` raises is one
        log.warning("provider_away", error=str(error))
        return render(request, "socialaccount/authentication_error.html", status=503)
    if response.status_code != 302:
        return response
    return render(request, "pages/to_provider.html", {"address": response["Location"]})
