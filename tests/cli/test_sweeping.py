"""`standfirst sweep` and the worker's hourly sweep find a wrong page of a paper that is served."""

import os
import re
from functools import partial

import pytest

from tests.cli.processes import call, until
from tests.cli.sites import ask, served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]
ADDRESS = "/robots.txt"
PLANTED = b"planted"


@pytest.fixture
def paper(own_site, tmp_path):
    """Serve a paper one of whose finished pages is wrong; give its port and the page's file."""
    with served(own_site, tmp_path / "log") as (port, _):
        right = ask(port, ADDRESS)[2]
        file = own_site / "pages/files/robots.txt"
        until(file.exists, what="a kept page")
        until(partial(was_compared, own_site), what="the worker's own first comparison")
        plant(file)
        assert ask(port, ADDRESS)[2] == PLANTED, "the control: readers get what lies there"
        yield port, right


def was_compared(site):
    """Whether the paper's worker compared its pages once. Its next time is in an hour."""
    ask_it = (
        "from standfirst.outbox.models import ScheduledRun;"
        "print(ScheduledRun.objects.filter(name='compare_pages', succeeded_at__isnull=False).exists())"
    )
    return call("manage", "shell", "-v0", "-c", ask_it, site=site).stdout.strip() == "True"


def plant(file):
    before = file.stat()
    file.write_bytes(PLANTED)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    for copy in file.parent.glob("robots.txt.[gbz]*"):
        copy.unlink()


def as_served(port):
    """The settings with which `served` starts a paper."""
    return {"STANDFIRST_URL": f"http://127.0.0.1:{port}", "STANDFIRST_APP_WORKERS": "1"}


def test_the_command_says_so_in_words_and_mends_it(paper, own_site):
    port, right = paper

    done = call("sweep", site=own_site, **as_served(port))

    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("compare_pages: ")]
    assert "1 wrong, and made anew when asked for: /robots.txt" in line
    assert ask(port, ADDRESS)[2] == right
    again = call("sweep", site=own_site, **as_served(port)).stdout
    assert re.search(r"compare_pages: (\d+) finished pages compared; \1 right", again)


def test_pages_of_other_settings_are_not_compared(paper, own_site):
    port, _ = paper
    done = call("sweep", site=own_site)
    assert "they are not compared" in done.stdout
    assert "compare_pages: no finished pages are kept here" in done.stdout
    assert ask(port, ADDRESS)[2] == PLANTED


def test_the_worker_does_it_when_its_hour_comes(paper, own_site):
    port, right = paper
    due = (
        "from django.utils import timezone;"
        "from standfirst.outbox.models import ScheduledRun;"
        "print(ScheduledRun.objects.filter(name='compare_pages').update(due_at=timezone.now()))"
    )
    assert call("manage", "shell", "-v0", "-c", due, site=own_site).stdout.strip() == "1"

    until(lambda: ask(port, ADDRESS)[2] == right, what="the right page")
