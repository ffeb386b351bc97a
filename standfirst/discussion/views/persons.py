"""A member's page and its feed: public, and the same for everybody."""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import baked
from standfirst.delivery.feeds import clean
from standfirst.discussion.queries.persons import newest_of_person, person_page
from standfirst.discussion.views.feeds import CommentFeed
from standfirst.lib.clock import now as clock
from standfirst.people.queries import person_with_page


@baked(params=("before",))
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a member: name, what they say of themselves, and their comments, the newest first."""
    shown = person_page(pk, before=request.GET.get("before", ""), now=clock())
    if shown is None:
        raise Http404
    return render(request, "pages/person.html", {"shown": shown})


@require_safe
def person_picture(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """The picture of a member, as long as it is theirs and they show a page.

    Its name changes with it; it is kept elsewhere for minutes only, since it can be taken away.
    """
    owner = person_with_page(pk)
    if owner is None or not owner.avatar or PurePosixPath(owner.avatar).stem != name:
        raise Http404
    try:
        opened = default_storage.open(owner.avatar)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type="image/webp")
    response["Cache-Control"] = "public, max-age=300"
    return response


@baked()
def person_feed(request: HttpRequest, pk: int, kind: type[SyndicationFeed]) -> HttpResponseBase:
    """The newest comments of a member."""
    found = newest_of_person(pk, clock())
    if found is None:
        raise Http404
    author, comments = found
    feed = CommentFeed(request, kind, comments)
    feed.title = clean(_("Comments by {name}").format(name=author.shown_name))
    feed.description, feed.link = feed.title, reverse("discussion:person", args=[pk])
    return feed(request)
