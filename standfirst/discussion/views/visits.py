from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from standfirst.delivery.baking import private
from standfirst.discussion.actions import note_visit, read_all
from standfirst.discussion.views.asking import acting_person, thread_at
from standfirst.discussion.views.showing import viewer_of
from standfirst.lib.clock import now as clock


@private
@require_POST
def visit(request: HttpRequest, path: str) -> HttpResponseBase:
    """Note a visit, as the page's script says; or, by the button, that nothing is new any more.

    Being here is no act: nobody becomes a guest by it.
    """
    now = clock()
    thread = thread_at(request, path, now)
    person = acting_person(request, now)
    if request.POST.get("act") != "read":
        if person is not None:
            note_visit(thread=thread, person=person, now=now)
        return HttpResponse(status=204)
    if person is not None:
        read_all(thread=thread, person=person, now=now)
    return HttpResponseRedirect(viewer_of(thread, now=now, is_private=True).address(), status=303)
