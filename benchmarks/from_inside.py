"""What measurements ask of the site itself: `people NUMBER`, `owner`, `audit THREAD`, `rendering`,
`archive NUMBER`, `gifts NUMBER`, `payments NUMBER`, `ledger NUMBER`.

Answers with one line of JSON.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "standfirst.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core import signing  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.archive import archive, gifts  # noqa: E402
from benchmarks.long_ledger import long_ledger, payments  # noqa: E402
from benchmarks.scene import fill  # noqa: E402
from standfirst.discussion.actions import recount_thread  # noqa: E402
from standfirst.discussion.models import Comment, Thread  # noqa: E402
from standfirst.discussion.views.showing import discussion_on  # noqa: E402
from standfirst.lib.clock import now as clock  # noqa: E402
from standfirst.people.cookies import PERSON_COOKIE, SALT  # noqa: E402
from standfirst.people.models import Person, User  # noqa: E402

FIRST = 100
ROUNDS = 15


@transaction.atomic
def people(number: int) -> dict[str, object]:
    """Make so many people whose comments are not held, half of them members, and a thread."""
    now = clock()
    thread = next(row for row in Thread.objects.order_by("comment_count") if row.is_open(now))
    fill(thread, FIRST, now=now)
    parents = Comment.objects.filter(thread=thread).order_by("-pk").values_list("pk", "current")
    made = [member(n, now) if n % 2 else guest(n, now) for n in range(1, number + 1)]
    place = {
        "thread": thread.pk,
        "comments": thread.comments_path,
        "article": thread.address,
        "parents": list(parents[:20]),
    }
    return {"place": place, "cookies": made}


def guest(number: int, now: datetime) -> str:
    """Make somebody whose address is proven; give their cookie."""
    address = f"guest{number}@mail.example"
    person = Person.objects.create(
        name=f"Guest {number}", email=address, email_proven_at=now, created_at=now
    )
    return f"{PERSON_COOKIE}={signing.dumps(person.pk, salt=SALT)}"


def member(number: int, now: datetime) -> str:
    """Make somebody who is signed in; give their cookie."""
    user = User(email=f"member{number}@mail.example", name=f"Member {number}", date_joined=now)
    # As without a password, but hashed by nobody.
    user.password = f"!{number}"
    user.save()
    Person.objects.create(user=user, name=user.name, email=user.email, created_at=now)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def owner() -> dict[str, object]:
    """Give the cookie of somebody who may do everything."""
    now = clock()
    cookie = member(0, now)
    User.objects.filter(email="member0@mail.example").update(is_superuser=True)
    return {"cookie": cookie}


def audit(pk: int) -> dict[str, object]:
    """Say how many comments came, and how many of the thread's counts are wrong."""
    thread = Thread.objects.get(pk=pk)
    last = thread.comments.filter(author__name__startswith="Reader ").order_by("-pk").first()
    assert last is not None
    stored = Comment.objects.filter(thread=thread, pk__gt=last.pk).count()
    return {"stored": stored, "miscounted": recount_thread(thread=thread, now=clock())}


def rendering() -> dict[str, object]:
    """Render an article with 200 comments, its thread alone, and first pages of two threads."""
    article = Thread.objects.order_by("-comment_count")[0]
    # What is removed costs two queries more, in one thread as in the other.
    others = Thread.objects.exclude(comments__state="removed").exclude(pk=article.pk)
    small, large = others.order_by("pk").distinct()[:2]
    for thread, comments in ((article, 200), (small, 100), (large, 10_000)):
        fill(thread, comments, now=clock())
    client = Client(headers={"host": "127.0.0.1"})
    assert article.page is not None
    page = article.page.specific

    def part() -> str:
        discussion = discussion_on(page, now=clock())
        return render_to_string("discussion/_discussion.html", {"discussion": discussion})

    def at(address: str) -> str:
        return client.get(address).content.decode()

    pages: dict[str, Callable[[], str]] = {
        "article with 200 comments": partial(at, article.address),
        "the thread's part of it": part,
        "thread of 100 comments": partial(at, small.comments_path),
        "thread of 10,000 comments": partial(at, large.comments_path),
    }
    for render in pages.values():
        render()
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, render in pages.items():
            begun = time.process_time()
            render()
            times[name].append((time.process_time() - begun) * 1000)
    return {"pages": [figures(name, pages[name], times[name]) for name in pages]}


def figures(name: str, render: Callable[[], str], milliseconds: list[float]) -> dict[str, object]:
    """Give what one page's rendering cost."""
    with CaptureQueriesContext(connection) as asked:
        html = render()
    shown = html.count('<article class="comment')
    return {
        "name": name,
        "shown": shown,
        "queries": len(asked),
        "milliseconds": milliseconds,
    }


if __name__ == "__main__":
    known: dict[str, Callable[..., Any]] = {
        "people": people,
        "owner": owner,
        "audit": audit,
        "rendering": rendering,
        "archive": archive,
        "gifts": gifts,
        "payments": payments,
        "ledger": long_ledger,
    }
    asked_for = known[sys.argv[1]]
    print(json.dumps(asked_for(*map(int, sys.argv[2:]))))
