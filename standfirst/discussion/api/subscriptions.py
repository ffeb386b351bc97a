"""What somebody is told of by mail, in a discussion and of themselves."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Status

from standfirst.discussion import actions
from standfirst.discussion.api.router import router
from standfirst.discussion.api.schemas import (
    BY_ANYBODY,
    BY_SOMEBODY,
    Id,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionsOut,
)
from standfirst.discussion.api.shaping import subscription_out, thread_or_404
from standfirst.discussion.models import Subscription
from standfirst.discussion.queries import wishes_of
from standfirst.discussion.rules import is_reached_at
from standfirst.discussion.views.asking import network
from standfirst.lib.clock import now as clock
from standfirst.notify.models import Rhythm
from standfirst.people.models import Scope
from standfirst.people.tokens import (
    TokenRefusal,
    TokenRefused,
    actor_of,
    known_actor,
    reader_of,
    remember,
)

TAGS = ["Subscriptions"]


@router.get(
    "/subscriptions",
    response=SubscriptionsOut,
    summary="What I am told of",
    openapi_extra=BY_SOMEBODY,
    tags=TAGS,
)
def subscriptions(request: HttpRequest) -> Any:
    """All that this person asked for and has not ended."""
    person = reader_of(request, scope=Scope.SUBSCRIPTIONS, now=clock())
    if person is None:
        raise TokenRefused(TokenRefusal.WHO)
    return {"subscriptions": [subscription_out(wish, person) for wish in wishes_of(person)]}


@router.post(
    "/subscriptions",
    response={201: SubscriptionOut},
    summary="Ask to be told",
    openapi_extra=BY_ANYBODY,
    tags=TAGS,
)
def subscribe(request: HttpRequest, response: HttpResponse, sent: SubscriptionIn) -> Any:
    """A member is told from now on; anybody else gets one mail that asks for confirmation.

    The answer is the same whether or not the address is known.
    """
    now = clock()
    wish = actions.Wish(
        thread=thread_or_404(sent.thread),
        person=actor_of(request, scope=Scope.SUBSCRIPTIONS, now=now),
        kind=Subscription.Kind(sent.kind),
        address=sent.email,
        network=network(request),
        rhythm=Rhythm(sent.rhythm),
    )
    kept = actions.subscribe(wish=wish, now=now)
    remember(request, response, kept.person)
    return Status(201, subscription_out(kept, kept.person))


@router.delete(
    "/subscriptions/{pk}",
    response={204: None},
    summary="Be told no more",
    openapi_extra=BY_SOMEBODY,
    tags=TAGS,
)
def unsubscribe(request: HttpRequest, pk: Id) -> Any:
    """End one of one's own. One whose address is not known to be one's own ends by its mail alone."""
    now = clock()
    person = known_actor(request, scope=Scope.SUBSCRIPTIONS, now=now)
    wish = wishes_of(person).filter(pk=pk).first()
    if wish is None or not is_reached_at(person, wish.address):
        raise Http404
    actions.end_subscription(secret=wish.secret, now=now)
    return Status(204, None)
