import pytest

from standfirst.people.queries import person_of

CAST = ["owner", "editor", "moderator", "treasurer", "reader", "supporter", "guest"]


@pytest.fixture
def seen_as(client_of):
    """Give who the site takes a person's browser for."""

    def ask(person):
        request = client_of(person).get("/healthz").wsgi_request
        return person_of(request)

    return ask


@pytest.mark.parametrize("name", CAST)
def test_everybody_of_the_cast_is_known_by_their_browser(name, request, seen_as):
    person = request.getfixturevalue(name)
    assert seen_as(person) == person


def test_a_reader_is_nobody(db, seen_as):
    assert seen_as(None) is None


def test_a_suspended_reader_is_nobody(suspended_reader, seen_as):
    assert seen_as(suspended_reader) is None
