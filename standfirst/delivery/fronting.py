"""What the front and the app say to one another.

The front is the process that readers reach. It proves itself to the app with a token that both
were started with; the app tells it which kept page answers a request.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

TOKEN_HEADER = "X-Standfirst-Front"  # noqa: S105 (a header's name)
UNASKED_HEADER = "X-Standfirst-Unasked"
PAGE_HEADER = "X-Standfirst-Page"


def comes_through_front(request: HttpRequest) -> bool:
    """Whether the front of this very run passed the request on."""
    return is_fronts_token(request.headers.get(TOKEN_HEADER, ""))


def is_fronts_token(claimed: str) -> bool:
    """Whether somebody knows the token with which this very run was started, if there is one."""
    token = settings.STANDFIRST_FRONT_TOKEN
    return bool(token) and constant_time_compare(claimed, token)


def is_unasked(request: HttpRequest) -> bool:
    """Whether a page is wanted by the follower, to be there when a reader comes."""
    return comes_through_front(request) and UNASKED_HEADER in request.headers
