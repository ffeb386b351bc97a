"""Where a plain form leads back to."""

from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest

from standfirst.discussion.models import Comment
from standfirst.discussion.views.showing import viewer_of


def way_back(request: HttpRequest, comment: Comment, now: datetime) -> str:
    """The page of the thread that a comment was acted on, for one person; else the conversation.

    The browser says where the form stood (Referer, of our own pages only); nothing of it is used
    but the order and the cursor.
    """
    viewer = viewer_of(comment.thread, now=now, is_private=True)
    path, known = _page_before(request)
    if path != viewer.path or "at" in known or not known:
        known = {"at": str(comment.pk)}
    return f"{viewer.address(**known)}#comment-{comment.pk}"


def _page_before(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """Read from the Referer, which may be anything, a path and what of its query is used."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return "", {}
    parts = parse_qsl(came_from.query)
    return came_from.path, {
        name: value for name, value in parts if name in {"order", "only", "after", "at"}
    }
