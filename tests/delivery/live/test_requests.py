"""The one request of a connection: read strictly."""

from http import HTTPStatus

import pytest

from standfirst.delivery.live.requests import (
    LONGEST_HEAD,
    Unreadable,
    plain_response,
    read_request,
    response_head,
)

GET = "GET /live/?topic=front HTTP/1.1\r\n"


def read(text):
    return read_request(text.encode("latin-1"))


def test_a_request_is_read():
    request = read(f"{GET}Host: here\r\nLast-Event-ID:  7-9 \r\n\r\n")
    assert (request.method, request.path, request.query) == ("GET", "/live/", "topic=front")
    assert request.headers == {"host": "here", "last-event-id": "7-9"}
    assert not request.has_body


def test_several_headers_of_one_name_are_one_list():
    headers = read(f"{GET}X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n\r\n").headers
    assert headers["x-forwarded-for"] == "1.1.1.1,2.2.2.2"


@pytest.mark.parametrize("line", ["Content-Length: 1", "Transfer-Encoding: chunked"])
def test_a_body_is_noticed(line):
    assert read(f"{GET}{line}\r\n\r\n").has_body


def test_an_empty_body_is_none():
    assert not read(f"{GET}Content-Length: 0\r\n\r\n").has_body


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\r\n\r\n",
        "GET /live/\r\n\r\n",
        "GET  /live/ HTTP/1.1\r\n\r\n",
        "GET live/ HTTP/1.1\r\n\r\n",
        "GET http://there/live/ HTTP/1.1\r\n\r\n",
        "GET /live/ HTTP/2.0\r\n\r\n",
        "G(T /live/ HTTP/1.1\r\n\r\n",
        "GET /live/\x00 HTTP/1.1\r\n\r\n",
        f"{GET}no colon\r\n\r\n",
        f"{GET}Host : here\r\n\r\n",
        f"{GET} Host: folded\r\n\r\n",
        f"{GET}Host: a\nb: c\r\n\r\n",
        f"{GET}Host: a\x00\r\n\r\n",
        f"{GET}Host: here\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        f"{GET}Host: here\r\n",
        GET + "A: b\r\n" * 101 + "\r\n",
        f"{GET}A: {'b' * LONGEST_HEAD}\r\n\r\n",
    ],
)
def test_what_is_no_single_request_is_refused(text):
    with pytest.raises(Unreadable):
        read(text)


def test_a_response_ends_with_its_connection():
    head = response_head(HTTPStatus.OK, {"X": "y"})
    assert head == b"HTTP/1.1 200 OK\r\nX: y\r\nConnection: close\r\n\r\n"


def test_a_sentence_is_a_whole_response():
    whole = plain_response(HTTPStatus.NOT_FOUND, "No.", {})
    assert whole.startswith(b"HTTP/1.1 404 Not Found\r\n")
    assert b"Content-Length: 4\r\n" in whole
    assert whole.endswith(b"\r\n\r\nNo.\n")
