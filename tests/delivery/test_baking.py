import pytest
from django.http import HttpResponse, HttpResponseNotFound
from django.test import RequestFactory

from standfirst.delivery.baking import baked, private
from standfirst.delivery.recording import declare, declare_soft

pytestmark = pytest.mark.any_engine


@baked(params=("order",))
def page(request):
    declare("page:1")
    declare_soft("latest")
    return HttpResponse(
        f"{request.path} {request.GET.urlencode()} {request.COOKIES} {request.user.is_anonymous} "
        f"{request.headers.get('Accept-Language')} {request.build_absolute_uri()}"
    )


def get(path="/a/", view=page, **extra):
    return view(RequestFactory().get(path, **extra))


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_COOKIE": "sessionid=x; person=y"},
        {"HTTP_HOST": "evil.test"},
        {"HTTP_X_FORWARDED_HOST": "evil.test"},
        {"HTTP_ACCEPT_LANGUAGE": "de"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"QUERY_STRING": "utm_source=x&fbclid=y"},
    ],
)
def test_nothing_of_the_visitor_reaches_a_baked_view(extra):
    assert get(**extra).content == get().content


def test_a_listed_parameter_belongs_to_the_address():
    assert get("/a/?order=newest&x=1").content != get().content
    assert b"order=newest " in get("/a/?order=newest&x=1").content


def test_what_was_shown_is_on_the_response():
    keys = get().baked_keys
    assert (keys.hard, keys.soft) == ({"page:1"}, {"latest"})


def test_declaring_outside_a_render_does_nothing():
    declare("page:2")
    assert "page:2" not in get().baked_keys.hard


def test_a_browser_asks_again_and_is_told_that_nothing_changed():
    first = get()
    assert first["Cache-Control"] == "no-cache"
    assert get(HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_an_error_gets_no_etag():
    missing = baked()(lambda request: HttpResponseNotFound("no"))
    assert "ETag" not in get(view=missing)


def test_a_baked_view_that_sets_a_cookie_is_refused():
    def leaking(request):
        response = HttpResponse("x")
        response.set_cookie("a", "b")
        return response

    with pytest.raises(RuntimeError, match="cookie"):
        get(view=baked()(leaking))


def test_a_private_answer_is_kept_by_nobody():
    response = private(lambda request: HttpResponse("mine"))(RequestFactory().get("/"))
    assert response["Cache-Control"] == "private, no-store"
