import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from standfirst.people.actions import make_guest, person_of_user, prove_address, set_address
from standfirst.people.cookies import forget_guest, remember_guest
from standfirst.people.models import Person, User
from standfirst.people.queries import person_of

pytestmark = pytest.mark.django_db


def request_of(person=None, user=None, cookie=None):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    if person is not None:
        response = HttpResponse()
        remember_guest(response, person)
        request.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    if cookie is not None:
        request.COOKIES = {"person": cookie}
    return request


def test_a_reader_is_nobody():
    assert person_of(request_of()) is None
    assert not Person.objects.exists()


def test_a_guest_is_known_by_the_cookie(now):
    guest = make_guest(now=now)
    assert person_of(request_of(guest)) == guest


@pytest.mark.parametrize("cookie", ["", "1", "garbage:sig", "MQ:1tXxxx:aaaa"])
def test_a_made_up_cookie_is_nobody(cookie, now):
    make_guest(now=now)
    assert person_of(request_of(cookie=cookie)) is None


def test_whoever_signed_in_acts_as_their_account_not_as_the_guest(now):
    user = User.objects.create_user("ada@example.test")
    member = person_of_user(user=user, now=now)
    assert person_of(request_of(make_guest(now=now), user)) == member


def test_a_merged_guest_acts_as_who_they_are_now(now):
    first = set_address(person=make_guest(now=now), address="ada@example.test", now=now)
    prove_address(person=first, address="ada@example.test", now=now)
    second = make_guest(now=now)
    prove_address(person=second, address="ada@example.test", now=now)
    assert person_of(request_of(second)) == first


def test_a_guests_cookie_never_acts_for_an_account(now):
    guest = make_guest(now=now)
    request = request_of(guest)
    member = person_of_user(user=User.objects.create_user("ada@example.test"), now=now)
    guest.merged_into = member
    guest.save()
    assert person_of(request) is None


def test_an_erased_person_acts_no_more(now):
    guest = make_guest(now=now)
    Person.objects.filter(pk=guest.pk).update(erased_at=now)
    assert person_of(request_of(guest)) is None


def test_the_cookies_say_nothing_and_can_be_taken_away(now):
    response = HttpResponse()
    remember_guest(response, make_guest(now=now))
    assert response.cookies["person"]["httponly"]
    assert response.cookies["person"]["samesite"] == "Lax"
    assert response.cookies["here"].value == "1"
    assert not response.cookies["here"]["httponly"]
    forget_guest(response)
    assert {morsel.value for morsel in response.cookies.values()} == {""}
