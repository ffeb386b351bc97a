"""An address table with views that do what no public page may: for controls only."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.vary import vary_on_cookie

from standfirst.config.urls import handler404, handler500
from standfirst.config.urls import urlpatterns as real
from standfirst.delivery.models import StaleKey
from standfirst.people.queries import person_of

__all__ = ["handler404", "handler500", "urlpatterns"]


def shows_who_asks(request):
    person = person_of(request)
    return HttpResponse(f"Good day, {person.shown_name if person else 'reader'}.")


def sets_a_cookie(request):
    response = HttpResponse("Good day.")
    response.set_cookie("seen", "1")
    return response


def has_a_token(request):
    return HttpResponse(f'<input name="csrfmiddlewaretoken" value="{get_token(request)}">')


@vary_on_cookie
def varies(request):
    return HttpResponse("Good day.")


def echoes_a_header(request):
    return HttpResponse(f"<html lang={request.headers.get('Accept-Language')}>")


def writes(request):
    StaleKey.objects.create(key="page:1", at="2026-03-14T09:26:53Z")
    return HttpResponse("Counted.")


def fails(request):
    raise RuntimeError("planted")


urlpatterns = [
    path("leak/shows/", shows_who_asks),
    path("leak/cookie/", sets_a_cookie),
    path("leak/token/", has_a_token),
    path("leak/varies/", varies),
    path("leak/header/", echoes_a_header),
    path("leak/writes/", writes),
    path("leak/fails/", fails),
    *real,
]
