from dataclasses import replace

import pytest
from django.core.checks import run_checks

from standfirst.config import sqlite
from standfirst.config.site_folder import DEFAULT_SECRET_KEY, SiteSettings

pytestmark = pytest.mark.any_engine
GOOD = SiteSettings(url="https://paper.example")


def found():
    return run_checks(tags=["standfirst"], include_deployment_checks=True)


def sentences():
    return [message.msg for message in found() if message.is_serious()]


def test_a_good_site_has_nothing_against_it():
    assert sentences() == []


def test_the_default_secret_key_is_refused(settings):
    settings.SECRET_KEY = DEFAULT_SECRET_KEY

    assert [message.id for message in found()] == ["standfirst.E001"]
    assert "standfirst init" in sentences()[0]


def test_a_short_secret_key_is_refused(settings):
    settings.SECRET_KEY = "short"

    assert [message.id for message in found()] == ["standfirst.E002"]


def test_an_affected_sqlite_is_refused(monkeypatch):
    monkeypatch.setattr(sqlite, "library_version", lambda: (3, 45, 1))
    monkeypatch.setattr(sqlite, "wheel_is_made_for", lambda system, machine: True)

    assert [message.id for message in found()] == ["standfirst.E003"]


def test_where_no_fixed_sqlite_can_be_had_the_site_says_so_and_runs(monkeypatch):
    monkeypatch.setattr(sqlite, "library_version", lambda: (3, 45, 1))
    monkeypatch.setattr(sqlite, "wheel_is_made_for", lambda system, machine: False)

    assert [message.id for message in found()] == ["standfirst.W001"]
    assert sentences() == []


def test_an_open_address_without_encryption_is_said(settings):
    settings.SITE = replace(GOOD, url="http://paper.example")

    assert "standfirst.W002" in [message.id for message in found()]
