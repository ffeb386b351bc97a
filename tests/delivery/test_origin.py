"""The table of attacks.md, CSRF: each case a test; the control is a view that is exempt."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from standfirst.delivery.middleware import OriginCheckMiddleware, StaffCsrfMiddleware
from standfirst.delivery.origin import exempt_from_origin_check, parse_origin

pytestmark = pytest.mark.any_engine

HOST = "paper.example"
PASSING = {
    "same-origin": {"Sec-Fetch-Site": "same-origin"},
    "none: typed, or a bookmarklet": {"Sec-Fetch-Site": "none"},
    "cross-site from a listed origin": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "https://partner.example",
    },
    "same-site from a listed origin": {
        "Sec-Fetch-Site": "same-site",
        "Origin": "https://partner.example",
    },
    "own origin": {"Origin": f"https://{HOST}"},
    "own origin in upper case": {"Origin": f"https://{HOST.upper()}"},
    "own origin with its usual port": {"Origin": f"https://{HOST}:443"},
    "neither header, nobody signed in": {},
}
REFUSED = {
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "same-site from an unlisted origin": {
        "Sec-Fetch-Site": "same-site",
        "Origin": f"https://blog.{HOST}",
    },
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "cross-site that claims our origin": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": f"https://{HOST}",
    },
    "garbage in Sec-Fetch-Site": {"Sec-Fetch-Site": "same-origin, cross-site"},
    "other port": {"Origin": f"https://{HOST}:8443"},
    "null": {"Origin": "null"},
    "http on https": {"Origin": f"http://{HOST}"},
    "sub-domain": {"Origin": f"https://www.{HOST}"},
    "look-alike host": {"Origin": f"https://{HOST}.evil.test"},
    "trailing dot": {"Origin": f"https://{HOST}."},
    "origin with a path": {"Origin": f"https://{HOST}/x"},
    "origin with a user": {"Origin": f"https://me@{HOST}"},
    "Referer only": {"Referer": f"https://{HOST}/"},
    "neither header, with a session": {"Cookie": "sessionid=abc"},
    "neither header, with a guest's cookie": {"Cookie": "person=abc"},
}


def answer(headers, method="post", view=None):
    request = getattr(RequestFactory(), method)(
        "/some/form/", secure=True, SERVER_NAME=HOST, headers=headers
    )
    check = OriginCheckMiddleware(lambda request: HttpResponse("done"))
    refusal = check.process_view(request, view or (lambda request: None), (), {})
    return 200 if refusal is None else refusal.status_code


@pytest.fixture(autouse=True)
def paper(settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.STANDFIRST_TRUSTED_ORIGINS = ["https://partner.example"]


@pytest.mark.parametrize("headers", PASSING.values(), ids=PASSING)
def test_a_form_of_our_own_passes(headers):
    assert answer(headers) == 200


@pytest.mark.parametrize("headers", REFUSED.values(), ids=REFUSED)
@pytest.mark.django_db
def test_a_form_of_another_site_is_refused(headers):
    assert answer(headers) == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.django_db
def test_every_unsafe_method_is_checked(method):
    assert answer({"Sec-Fetch-Site": "cross-site"}, method) == 403


@pytest.mark.parametrize(
    "override", [{"X-HTTP-Method-Override": "GET"}, {"X-HTTP-Method": "GET"}, {"X-Method": "GET"}]
)
@pytest.mark.django_db
def test_a_method_override_is_ignored(override):
    assert answer({"Sec-Fetch-Site": "cross-site", **override}) == 403


def test_reading_is_not_checked():
    assert answer({"Sec-Fetch-Site": "cross-site"}, "get") == 200


def test_the_control_an_exempt_view_is_not_checked():
    view = exempt_from_origin_check(lambda request: None)
    assert answer({"Sec-Fetch-Site": "cross-site"}, view=view) == 200


@pytest.mark.parametrize("text", ["", "null", "ftp://x", "https://", "https://a:99999", "//a"])
def test_what_is_no_origin_is_none(text):
    assert parse_origin(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), [("/admin/x/", 403), ("/account/x/", 200)])
def test_djangos_token_guards_staff_pages_alone(path, status):
    request = RequestFactory(enforce_csrf_checks=True).post(path, secure=True)
    request._dont_enforce_csrf_checks = False
    middleware = StaffCsrfMiddleware(lambda request: HttpResponse("done"))
    middleware.process_request(request)
    refusal = middleware.process_view(request, lambda request: None, (), {})
    assert (200 if refusal is None else refusal.status_code) == status
