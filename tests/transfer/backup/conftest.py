import os
import shutil
from pathlib import Path

import pytest
from django.db import connection

from standfirst.transfer.backup.taking import take_backup

collect_ignore = [] if connection.vendor == "postgresql" else ["test_postgres.py"]
PICTURE = b"\x89PNG not really a picture" * 100


@pytest.fixture
def site(transactional_db):
    """Give the test's own site folder, with a picture in it, and clean it afterwards."""
    folder = Path(os.environ["STANDFIRST_SITE"])
    # Other tests of this process may have left pictures.
    shutil.rmtree(folder / "media", ignore_errors=True)
    (folder / "media" / "images").mkdir(parents=True, exist_ok=True)
    (folder / "media" / "images" / "a.png").write_bytes(PICTURE)
    yield folder
    shutil.rmtree(folder / "media")
    for kept in folder.glob("before-restore-*"):
        shutil.rmtree(kept)


@pytest.fixture
def take(site, tmp_path, now):
    """Take a backup of the test's own site: `take("name.zip")`."""

    def taken(name="paper.zip"):
        return take_backup(site=site, target=tmp_path / name, now=now, watch=lambda size: None)

    return taken


@pytest.fixture
def database_name():
    return {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}[connection.vendor]
