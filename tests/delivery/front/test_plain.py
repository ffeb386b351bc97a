"""The front stays small: no Django in it."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.any_engine
LOADED = "import sys, {module}; print(sorted({{name.split('.')[0] for name in sys.modules}}))"


def loaded_by(module):
    command = [sys.executable, "-c", LOADED.format(module=module)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_front_loads_no_django():
    loaded = loaded_by("standfirst.cli.front_server")
    assert "'aiohttp'" in loaded
    for package in ("django", "wagtail", "structlog", "rich", "PIL"):
        assert f"'{package}'" not in loaded


def test_the_control_the_app_does():
    assert "'django'" in loaded_by("standfirst.delivery.middleware")
