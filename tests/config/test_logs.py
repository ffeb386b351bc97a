"""What a process says, read from a process of its own."""

import json
import subprocess
import sys

import pytest

from standfirst.config.logs import wants_json

pytestmark = pytest.mark.any_engine
SPEAK = """
import logging, logging.config, sys
import structlog
from standfirst.config.logs import configure
logging.config.dictConfig(configure(log_format=sys.argv[1], level="INFO"))
structlog.get_logger("standfirst.test").info("mail_sent", number=3)
logging.getLogger("django.test").warning("careful with %s", "this")
logging.getLogger("django.request").warning("Not Found: /x")
logging.getLogger("django_tasks").info("noise")
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger("standfirst.test").exception("broke")
"""


def spoken(log_format):
    done = subprocess.run(
        [sys.executable, "-c", SPEAK, log_format], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr


def test_ours_and_djangos_lines_have_one_form():
    lines = [json.loads(line) for line in spoken("json").splitlines()]

    assert [line["event"] for line in lines] == ["mail_sent", "careful with this", "broke"]
    assert [line["level"] for line in lines] == ["info", "warning", "error"]
    assert lines[0]["number"] == 3
    assert "ZeroDivisionError" in lines[2]["exception"]
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_where_nobody_watches_it_is_json():
    assert spoken("auto").startswith("{")
    assert not spoken("text").startswith("{")
    assert (wants_json("json"), wants_json("text")) == (True, False)
