from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from standfirst.delivery.baking import baked
from standfirst.discussion.queries import names_in_thread
from standfirst.discussion.views.asking import fed_thread_at
from standfirst.lib.clock import now as clock


@baked()
def people(request: HttpRequest, path: str) -> HttpResponseBase:
    """The names in one discussion, for whoever wants to mention somebody: the same for everybody."""
    thread = fed_thread_at(request, path, clock())
    return JsonResponse({"label": _("People in this discussion"), "names": names_in_thread(thread)})
