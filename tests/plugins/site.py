"""A site folder and an engine of its own for each test process, settled before Django loads.

Each xdist worker has its own folder (`STANDFIRST_SITE`) with its own database, so that a test may
start a real `standfirst` process that sees just what the test sees.
"""

import os
import secrets
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.plugins import postgres

SETTINGS = "standfirst.config.settings"
ENGINE = "STANDFIRST_TEST_ENGINE"
FOR_TESTS = (
    "STANDFIRST_TEST_",
    "STANDFIRST_REQUIRE_",
    "STANDFIRST_CHROMIUM",
    "STANDFIRST_SOAK",
    "STANDFIRST_TURN",
)


def pytest_addoption(parser):
    parser.addoption(
        "--engine",
        choices=["sqlite", "postgres"],
        default=None,
        help="the database to test on: a SQLite file (default) or a real PostgreSQL server",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Settle the environment before pytest-django reads it."""
    forget_callers_settings()
    engine = early_config.known_args_namespace.engine or os.environ.get(ENGINE, "sqlite")
    os.environ[ENGINE] = engine
    own = Path(tempfile.mkdtemp(prefix="standfirst-tests-")).resolve()
    # One further down: what stands beside a site is looked at too, and others write beside ours.
    folder = own / "site"
    (folder / "static").mkdir(parents=True)
    (folder / "standfirst.toml").write_text(f'secret_key = "{secrets.token_urlsafe(48)}"\n')
    os.environ["STANDFIRST_SITE"] = str(folder)
    early_config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
    if engine == "postgres":
        server = postgres.server_for_this_process(early_config)
        os.environ["DATABASE_URL"] = server.url(worker_name())
    if find_spec("standfirst.config") and find_spec(SETTINGS):
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    return (yield)


def forget_callers_settings():
    """A developer's own site must neither be changed by a test nor change its outcome."""
    for name in list(os.environ):
        if name.startswith(("DATABASE_", "STANDFIRST_")) and not name.startswith(FOR_TESTS):
            del os.environ[name]


def worker_name():
    return os.environ.get("PYTEST_XDIST_WORKER", "single")


def pytest_report_header():
    return f"engine: {os.environ[ENGINE]}, site folder: {os.environ['STANDFIRST_SITE']}"
