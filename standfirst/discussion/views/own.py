"""What is one person's alone: whom they muted, and their feed of replies."""

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.delivery.baking import private
from standfirst.delivery.feeds import clean
from standfirst.discussion.actions.muting import end_feed, mute_author, renew_feed, unmute
from standfirst.discussion.queries.muting import feed_at, mutes_of, own_feed_of
from standfirst.discussion.queries.persons import replies_to
from standfirst.discussion.rules import CommentRefused
from standfirst.discussion.views.asking import acting_person, answer, own_or_placed, remembering
from standfirst.discussion.views.feeds import CommentFeed
from standfirst.discussion.views.returning import way_back
from standfirst.lib.clock import now as clock
from standfirst.notify.places import absolute

METHODS = ["GET", "HEAD", "POST"]


@private
@require_http_methods(METHODS)
def mute(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask whether the author of a comment is to be muted for whoever asks; do it."""
    now = clock()
    person = acting_person(request, now)
    comment = own_or_placed(pk, person, now)
    if not comment.is_visible:
        raise Http404
    if request.method != "POST":
        context = {"comment": comment, "thread": comment.thread}
        return answer(request, "pages/mute.html", context)
    try:
        made = mute_author(comment=comment, person=person, now=now)
    except CommentRefused as refused:
        raise Http404 from refused
    response = HttpResponseRedirect(way_back(request, comment, now), status=303)
    return remembering(response, made.person)


@private
@require_http_methods(METHODS)
def muted(request: HttpRequest) -> HttpResponseBase:
    """List whom somebody muted; a POST ends what it names."""
    now = clock()
    person = acting_person(request, now)
    if request.method == "POST":
        named = request.POST.get("muted", "")
        if person is not None and named.isascii() and named.isdigit() and len(named) <= 18:
            unmute(person=person, muted=int(named), now=now)
        return redirect("discussion:muted")
    return answer(request, "pages/muted.html", {"mutes": mutes_of(person)})


@private
@require_http_methods(METHODS)
def own_feed(request: HttpRequest) -> HttpResponseBase:
    """Show the secret address of somebody's feed of replies; make, renew or end it."""
    now = clock()
    person = acting_person(request, now)
    if request.method == "POST":
        if person is not None and request.POST.get("verb") == "end":
            end_feed(person=person, now=now)
        elif person is not None:
            renew_feed(person=person, now=now)
        return redirect("discussion:own_feed")
    feed = own_feed_of(person)
    places = [
        absolute(reverse("discussion:reply_feed", args=[feed.secret, kind]))
        for kind in ("xml", "json")
        if feed is not None
    ]
    return answer(request, "pages/own_feed.html", {"person": person, "places": places})


@private
@require_safe
def reply_feed(request: HttpRequest, secret: str, kind: type[SyndicationFeed]) -> HttpResponseBase:
    """The newest replies to whoever has this secret address: for their feed reader, and no cache."""
    found = feed_at(secret)
    if found is None:
        raise Http404
    feed = CommentFeed(request, kind, replies_to(found.person, clock()))
    feed.title = clean(_("Replies to you"))
    feed.description = feed.title
    response = feed(request)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
