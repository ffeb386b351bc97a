"""A site of one test's own, ready to be served, and the serving of it."""

import fcntl
import http.client
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections

from standfirst.cli import static_release
from tests.cli.processes import call, free_port, running, until
from tests.plugins.demo import copy_database


@pytest.fixture(scope="session")
def static_files(request, tmp_path_factory):
    """Collect the static files once for each state of them: compressing takes a while."""
    cache = Path(request.config.cache.mkdir("standfirst"))
    kept = cache / f"static-{static_release.static_digest()[:16]}"
    with (cache / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in cache.glob("static-*"):
                shutil.rmtree(old)
            site = tmp_path_factory.mktemp("static")
            code = call("manage", "collectstatic", "--noinput", site=site).returncode
            assert code == 0
            (site / "static" / static_release.STAMP).write_text(static_release.static_digest())
            shutil.copytree(site / "static", kept)
    return kept


@pytest.fixture
def own_site(tmp_path, transactional_db, static_files):
    """Give a site folder with the test's own data: a copy of the file, or the same PostgreSQL."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "media").mkdir()
    tests_own = Path(os.environ["STANDFIRST_SITE"])
    shutil.copy(tests_own / "standfirst.toml", folder)
    (folder / "static").symlink_to(static_files)
    if connection.vendor == "sqlite":
        # By SQLite's own means: what was written last may be in no file of that name yet.
        copy_database(tests_own / "db.sqlite3", folder / "db.sqlite3")
    connections.close_all()
    return folder


@contextmanager
def served(site, log, *arguments, **environment):
    """Serve a site until the end of the block; give its port and its supervisor."""
    port = free_port()
    arguments = ("run", "--port", str(port), *arguments)
    environment = {"STANDFIRST_APP_WORKERS": "1", **environment}
    with running(*arguments, site=site, log=log, **environment) as supervisor:
        until(lambda: is_ready(port) or supervisor.poll() is not None, what="a paper that is ready")
        assert supervisor.poll() is None, log.read_text()
        yield port, supervisor


def is_ready(port):
    try:
        return ask(port, "/readyz")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def ask(port, path, *, method="GET", body=None, headers=None, timeout=20):
    """Make one request and give status, headers and body."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        link.request(method, path, body, {"Host": f"127.0.0.1:{port}", **(headers or {})})
        response = link.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        link.close()
