"""The whole demo newspaper for tests that look at everything: made once, copied for each test.

It is made as `standfirst demo` makes it, kept beside the template of the database, and made anew
when the code that makes it has changed. SQLite only: what it is for does not depend on the engine.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from standfirst.cli.founding import found_site
from standfirst.demo.builder import build_demo
from standfirst.lib import clock
from standfirst.newsroom.models import HomePage
from tests.plugins.database import BUSY_SECONDS, close_connections
from tests.plugins.remembering import TRAIL

ROOT = Path(__file__).parents[2]
# The article that is the full picture.
FLAGSHIP = "the-gate-nobody-opened"
MAKERS = ("config", "demo", "*/migrations", "*/models", "*/actions", "newsroom/blocks", "lib")


@pytest.fixture(scope="session")
def demo_kept(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """Give the folder with the demo's database and media, which nobody writes to."""
    cache = Path(request.config.cache.mkdir("standfirst"))
    kept = cache / f"demo-{state_of_the_demo()}"
    with (cache / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            made = tmp_path_factory.mktemp("demo")
            with django_db_blocker.unblock():
                make_demo(made)
                django_db_setup.renew()
            for old in cache.glob("demo-*"):
                shutil.rmtree(old)
            shutil.copytree(made, kept.with_suffix(".unfinished"))
            kept.with_suffix(".unfinished").rename(kept)
    return kept


def make_demo(folder):
    """Build the demo in this process's own database, and copy it into the folder."""
    (folder / "media").mkdir()
    with override_settings(MEDIA_ROOT=folder / "media"):
        with connection.cursor() as cursor:
            # A demo that a power cut spoils is made again; thousands of commits need no disk.
            cursor.execute("PRAGMA synchronous = OFF")
        now = clock.now()
        found_site(name="The Sallowford Gauge", now=now)
        build_demo(now=now)
    copy_database(connection.settings_dict["NAME"], folder / "db.sqlite3")


@pytest.fixture
def demo(demo_kept, transactional_db, settings, tmp_path):
    """Put the demo into the test's database and media folder; give its front page."""
    copy_database(demo_kept / "db.sqlite3", connection.settings_dict["NAME"])
    TRAIL.begin("demo")
    media = tmp_path / "demo-media"
    shutil.copytree(demo_kept / "media", media, copy_function=os.link)
    settings.MEDIA_ROOT = media
    return HomePage.objects.get()


def copy_database(source, target):
    """Copy a database by SQLite's own means: a server may have either open."""
    close_connections()
    library = connection.Database
    with (
        closing(library.connect(source)) as kept,
        closing(library.connect(target, timeout=BUSY_SECONDS)) as database,
    ):
        database.execute("PRAGMA synchronous = OFF")
        kept.backup(database)


def state_of_the_demo():
    """Name what the demo depends on; another state makes another demo."""
    package = ROOT / "standfirst"
    files = set()
    for place in MAKERS:
        for found in (*package.glob(place), *package.glob(f"{place}.py")):
            files.update([found] if found.is_file() else found.rglob("*"))
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file() and file.suffix != ".pyc"):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
