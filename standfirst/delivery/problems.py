"""What was refused, for programs (RFC 9457): a reason that they can go by, beside words for people."""

from http import HTTPStatus

from django.http import JsonResponse

PROBLEM_TYPE = "application/problem+json"
# On this page each reason is explained, at its own name.
EXPLAINED_AT = "/api/v1/"
# When to come back after too much (RFC 6585), in seconds.
COME_BACK_AFTER = 10


def problem(*, reason: str, status: int, words: str) -> JsonResponse:
    """Answer that something was not done. ``reason`` is stable; ``words`` are for whoever reads."""
    said = {
        "type": f"{EXPLAINED_AT}#{reason}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "reason": reason,
        "detail": words,
    }
    response = JsonResponse(said, status=status, content_type=PROBLEM_TYPE)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(COME_BACK_AFTER)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response
