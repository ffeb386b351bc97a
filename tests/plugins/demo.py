"""The whole demo newspaper for tests that look at everything: made once, copied for each test.

It is made by `standfirst demo` itself, kept beside the template of the database, and made anew when
the code that makes it has changed. SQLite only: what it is for does not depend on the engine.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The article that is the full picture.
FLAGSHIP = "the-gate-nobody-opened"
MAKERS = ("*/models", "*/actions", "*/migrations", "*/queries", "demo", "lib", "newsroom", "pictures")


@pytest.fixture(scope="session")
def demo_kept(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """Give the folder with the demo's database and media, which nobody writes to."""
    from django.db import connection  # noqa: PLC0415 (settings are loaded by then)

    from tests.cli.processes import call  # noqa: PLC0415

    if connection.vendor != "sqlite":
        pytest.skip("the demo is looked at on SQLite")
    cache = Path(request.config.cache.mkdir("standfirst"))
    kept = cache / f"demo-{state_of_the_demo()}"
    with (cache / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            made = tmp_path_factory.mktemp("demo") / "site"
            made.mkdir()
            tests_own = Path(os.environ["STANDFIRST_SITE"])
            shutil.copy(tests_own / "standfirst.toml", made)
            with django_db_blocker.unblock():
                connection.close()
            # Migrated already, which saves a quarter of the time.
            shutil.copy(tests_own / "db.sqlite3", made)
            done = call("demo", site=made)
            assert done.returncode == 0, done.stdout + done.stderr
            for old in cache.glob("demo-*"):
                shutil.rmtree(old)
            shutil.copytree(made, kept.with_suffix(".unfinished"))
            kept.with_suffix(".unfinished").rename(kept)
    return kept


@pytest.fixture
def demo(demo_kept, transactional_db, settings, tmp_path):
    """Put the demo into the test's database and media folder; give its front page."""
    from django.db import connection, connections  # noqa: PLC0415

    from standfirst.newsroom.models import HomePage  # noqa: PLC0415

    connections.close_all()
    library = connection.Database
    with (
        closing(library.connect(demo_kept / "db.sqlite3")) as kept,
        closing(library.connect(connection.settings_dict["NAME"], timeout=20)) as database,
    ):
        kept.backup(database)
    media = tmp_path / "demo-media"
    shutil.copytree(demo_kept / "media", media, copy_function=os.link)
    settings.MEDIA_ROOT = media
    return HomePage.objects.get()


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
