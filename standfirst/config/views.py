"""The few addresses that belong to no app: health, pictures, the one door, and the two errors."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.urls import reverse
from django.views.decorators.http import require_safe

from standfirst.delivery.keeping import own_shelf, unix_time
from standfirst.delivery.redirects import local_path

RENDITION_FOLDER = "images/"
PLAIN_ERROR = "<!doctype html><title>Error</title><h1>Something went wrong.</h1>"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: this process answers. Touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def no_live_events(request: HttpRequest) -> HttpResponse:
    """Nothing to hear: where live events are, the front takes this address to the live process."""
    response = HttpResponse(status=204)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: the database answers and has every migration of this release, and this node follows
    the stale log; else 503 and why.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        is_migrated = has_all_migrations()
    except DatabaseError:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    if not is_migrated:
        # Asked again next time: somebody may be migrating just now.
        has_all_migrations.cache_clear()
        return HttpResponse("not migrated\n", content_type="text/plain", status=503)
    shelf = own_shelf()
    if shelf is not None and not shelf.is_followed(unix_time()):
        return HttpResponse("pages not followed\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@cache
def has_all_migrations() -> bool:
    """Whether nothing of this release waits. A process's release does not change: asked once."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A resized picture. Originals and documents are not served by address."""
    if not name.startswith(RENDITION_FOLDER) or ".." in name.split("/"):
        raise Http404
    try:
        opened = default_storage.open(name)
    except OSError as error:
        raise Http404 from error
    response = FileResponse(opened)
    # The name is random and never reused, so whoever has the file has the right one for ever.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def nowhere(request: HttpRequest) -> HttpResponseBase:
    """An address that leads nowhere. Raises Http404."""
    raise Http404


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's sign-in address leads to the paper's one door, and back afterwards."""
    target = local_path(request.GET.get("next", ""), "/admin/")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def to_password_reset(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's password reset leads to the one door's."""
    return HttpResponseRedirect(reverse("account_reset_password"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the paper's dress."""
    return _in_dress(request, "pages/not_found.html", 404)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500 in the paper's dress; plain where even that fails, so that an error stays one error."""
    return _in_dress(request, "pages/server_error.html", 500)


def _in_dress(request: HttpRequest, template: str, status: int) -> HttpResponse:
    try:
        return render(request, template, status=status)
    except (TemplateDoesNotExist, DatabaseError):
        return HttpResponse(PLAIN_ERROR, status=status)
