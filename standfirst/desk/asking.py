"""What the views of the desk have in common: who asks, for which list, and for what kind of answer."""

from collections.abc import Mapping
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from standfirst.desk.queries import Queue
from standfirst.discussion.models import Comment
from standfirst.people.actions import person_of_user
from standfirst.people.models import Person, User

HEADINGS: Mapping[Queue, Promise] = {
    Queue.HELD: gettext_lazy("Held"),
    Queue.REPORTED: gettext_lazy("Reported"),
    Queue.REMOVED: gettext_lazy("Removed"),
}


def moderator(request: HttpRequest, now: datetime) -> Person:
    """Give the person who decides."""
    assert isinstance(request.user, User)
    return person_of_user(user=request.user, now=now)


def viewer(request: HttpRequest) -> Person | None:
    """Give the person who looks, if there is one yet: looking makes none."""
    assert isinstance(request.user, User)
    return Person.objects.filter(user=request.user).first()


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of the desk asks."""
    return request.headers.get("Accept", "").startswith("application/json")


def queue_named(name: str) -> Queue:
    try:
        return Queue(name)
    except ValueError as error:
        raise Http404 from error


def queue_of(comment: Comment) -> Queue:
    by_state = {Comment.State.HELD: Queue.HELD, Comment.State.REMOVED: Queue.REMOVED}
    return by_state.get(Comment.State(comment.state), Queue.REPORTED)
