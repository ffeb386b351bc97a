"""A paper with as many reports as wanted, each with its finished page, laid out directly.

Publishing and baking a hundred thousand reports would take hours. Those here are copies of one that
was published and baked; their pages say what that one's page says, and are rendered truly when asked for.
"""

import json
import os
import time
from copy import deepcopy
from dataclasses import asdict, replace
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from wagtail.models import Page

from standfirst.delivery.keeping import Shelf, own_shelf
from standfirst.delivery.page_folder import KeptPage
from standfirst.delivery.page_folder.files import ENCODERS, META, put
from standfirst.delivery.queries import log_position
from standfirst.funding.actions.manual import (
    ManualGift,
    confirm_manual_gift,
    enter_manual_gift,
)
from standfirst.funding.models import Campaign, Method
from standfirst.lib.clock import now as clock
from standfirst.lib.money import Money
from standfirst.newsroom.models import ArticlePage
from standfirst.people.models import User

AT_ONCE = 5_000
# So many names a file may have on common file systems, and some to spare.
MOST_LINKS = 10_000
PAUSE_SECONDS = 1.0


def archive(number: int) -> dict[str, object]:
    """Make so many reports with finished pages; give their addresses' common beginning."""
    original = ArticlePage.objects.live().public().order_by("pk")[0]
    section = original.get_parent()
    make_reports(original, section, number)
    settings.STANDFIRST_PAGES = Path(os.environ["STANDFIRST_SITE"]) / "pages"
    Client(headers={"host": "127.0.0.1"}).get(original.url)
    shelf = own_shelf()
    assert shelf is not None
    kept = shelf.folder.find(original.url)
    assert kept is not None
    position = log_position()
    beginning = f"{section.url}archive-"
    for start in range(0, number, MOST_LINKS):
        again = shelf.keep(replace(kept.bake, position=position), kept.place.read_bytes())
        assert again is not None
        for n in range(start, min(start + MOST_LINKS, number)):
            copy(shelf, again, f"{beginning}{n}/")
    return {"beginning": beginning, "campaign": Campaign.objects.get().slug}


@transaction.atomic
def make_reports(original: ArticlePage, section: Page, number: int) -> None:
    """Lay the rows out below the section, beside the original."""
    first = section.numchild + 1
    base = Page.objects.get(pk=original.pk)
    for start in range(0, number, AT_ONCE):
        rows = []
        for n in range(start, min(start + AT_ONCE, number)):
            row = deepcopy(base)
            row.pk, row.translation_key, row.latest_revision = None, uuid4(), None
            row.live_revision, row.slug, row.title = None, f"archive-{n}", f"Archive {n}"
            # Treebeard names a child's place in a path; there is no public name for that.
            row.path = Page._get_path(section.path, section.depth + 1, first + n)  # noqa: SLF001
            row.url_path = f"{section.url_path}{row.slug}/"
            rows.append(row)
        Page.objects.bulk_create(rows)
    Page.objects.filter(pk=section.pk).update(numchild=F("numchild") + number)
    own = [field.column for field in ArticlePage._meta.local_concrete_fields[1:]]  # noqa: SLF001
    columns = ", ".join(f'"{name}"' for name in own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO newsroom_articlepage (page_ptr_id, {columns}) "
            f"SELECT page.id, {columns} FROM wagtailcore_page page, newsroom_articlepage "
            "WHERE page_ptr_id = %s AND page.slug LIKE 'archive-%%'",
            [original.pk],
        )


def copy(shelf: Shelf, page: KeptPage, address: str) -> None:
    """Keep a page under another address too: its files by another name, and what is known of it."""
    bake = replace(page.bake, address=address)
    shelf.index.note(bake)
    place = shelf.folder.place(address)
    assert place is not None
    place.parent.mkdir(parents=True, exist_ok=True)
    times = page.place.stat()
    meta = json.dumps(asdict(bake), separators=(",", ":")).encode()
    put(place.with_name(place.name + META), meta, (times.st_atime_ns, times.st_mtime_ns))
    for ending in (*ENCODERS, ""):
        source = page.place.with_name(page.place.name + ending)
        if source.exists():
            place.with_name(place.name + ending).hardlink_to(source)


def gifts(number: int) -> dict[str, object]:
    """Record so many gifts, one a second; give what each took, and its commit (milliseconds)."""
    campaign = Campaign.objects.get()
    second = User.objects.order_by("pk")[0]
    whole, commits = [], []
    for _ in range(number):
        time.sleep(PAUSE_SECONDS)
        now = clock()
        gift = ManualGift(
            amount=Money(500, campaign.currency),
            method=Method.CASH,
            received_at=now,
            key=f"bench-{time.time_ns()}",
        )
        begun = time.perf_counter()
        with transaction.atomic():
            entered = enter_manual_gift(campaign=campaign, manual=gift, entered_by=None, now=now)
            confirm_manual_gift(gift=entered, confirmed_by=second, now=now)
            done = time.perf_counter()
        ended = time.perf_counter()
        whole.append((ended - begun) * 1000)
        commits.append((ended - done) * 1000)
    return {"whole": whole, "commits": commits}
