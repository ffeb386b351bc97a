"""An import that dies goes on; one whose file is large needs no more memory than a small one."""

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from standfirst.discussion.models import Comment, Thread
from standfirst.newsroom import actions
from standfirst.people.models import Person
from standfirst.transfer.models import ImportedThing, ImportRun
from tests.cli.processes import call, command, environment_for
from tests.transfer.wordpress.files import (
    author,
    category,
    comment,
    item,
    tag,
    write_large,
    wxr,
)

SITE = Path(os.environ["STANDFIRST_SITE"])
ITEMS = 12


@pytest.fixture
def site(transactional_db, now):
    """Found a paper in the site folder that this process and its children share."""
    actions.found_paper(name="The Weir Courier", now=now)
    yield SITE
    for file in SITE.glob("media/**/*.*"):
        file.unlink()


@pytest.fixture
def export(tmp_path):
    items = [
        item(
            number,
            f"Report {number}",
            f"Words of {number}.\n\n<pre>kept</pre>",
            post_type="page" if number % 4 == 0 else "post",
            terms=[("category", "river"), ("post_tag", f"tag-{number % 3}")],
            comments=[
                comment(
                    number * 100 + each,
                    comment_parent=str(number * 100 + each - 1) if each else "0",
                )
                for each in range(3)
            ],
        )
        for number in range(1, ITEMS + 1)
    ]
    file = tmp_path / "export.xml"
    file.write_bytes(wxr(author("ada"), category("river"), tag("tag-1"), *items))
    return file


def state():
    """What an import leaves, without numbers and times of its own."""
    return {
        "pages": sorted(Page.objects.values_list("url_path", "title", "live")),
        "redirects": sorted(Redirect.objects.values_list("old_path", "redirect_page__url_path")),
        "comments": sorted(
            Comment.objects.values_list(
                "imported_id", "parent__imported_id", "state", "reply_count"
            )
        ),
        "threads": sorted(Thread.objects.values_list("address", "comment_count")),
        "people": Person.objects.count(),
        "things": sorted(ImportedThing.objects.values_list("key", "kind")),
    }


def test_an_import_that_is_killed_anywhere_goes_on_to_the_same_end(site, export):
    seed = random.randrange(10**9)
    chance = random.Random(seed)
    kills = 0
    while True:
        process = subprocess.Popen(
            command("import", "wordpress", str(export)),
            env=environment_for(site),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        before, aim = ImportedThing.objects.count(), chance.randrange(1, 8)
        while process.poll() is None and kills < 5:
            if ImportedThing.objects.count() + Comment.objects.count() // 3 >= before + aim:
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.002)
        if process.wait() == 0:
            break
        assert process.returncode == -signal.SIGKILL, (seed, process.returncode)
        kills += 1
    assert kills, f"nothing was interrupted (seed {seed})"
    assert ImportRun.objects.filter(finished_at__isnull=True).count() <= kills
    interrupted = state()
    assert len(interrupted["comments"]) == ITEMS * 3
    assert len(interrupted["things"]) == len({key for key, _ in interrupted["things"]})
    assert all(count == 3 for _, count in interrupted["threads"])

    again = call("import", "wordpress", str(export), site=site)
    assert again.returncode == 0, again.stderr
    assert state() == interrupted
    assert not list(site.glob(".import-*")), "the spool leaves nothing behind"


def test_an_import_without_interruption_ends_in_the_same(site, export):
    done = call("import", "wordpress", str(export), site=site)
    assert done.returncode == 0, done.stderr
    after = state()
    assert len(after["comments"]) == ITEMS * 3
    assert {kind for _, kind in after["things"]} == {
        "contributor",
        "section",
        "topic",
        "page",
        "article",
    }


def test_a_broken_file_is_refused_with_line_and_cause_and_nothing_written(site, export):
    export.write_bytes(export.read_bytes()[:-30])
    before = state()
    done = call("import", "wordpress", str(export), site=site)
    assert done.returncode == 1
    assert f"{export.name}, line " in done.stderr
    assert "Nothing was written" in done.stderr
    assert done.stderr.count("\n") == 1
    assert state() == before
    assert not ImportRun.objects.exists()


def test_the_command_says_what_became_of_the_file(site, export, tmp_path):
    report = tmp_path / "report.csv"
    rehearsed = call("import", "wordpress", str(export), "--dry-run", "--list", site=site)
    assert rehearsed.returncode == 0, rehearsed.stderr
    assert "nothing was written" in rehearsed.stdout
    assert "“Report 1”: taken" in rehearsed.stdout
    assert not ImportedThing.objects.exists()
    done = call("import", "wordpress", str(export), "--report", str(report), site=site)
    assert "Imported comments passed no screen" in done.stdout
    lines = report.read_text().splitlines()
    assert len(lines) == 1 + 1 + 1 + 3 + ITEMS * 4


MEASURE = """
    import resource, sys
    from pathlib import Path
    import django
    django.setup()
    from standfirst.transfer.wordpress.first_pass import read_into
    from standfirst.transfer.wordpress.spool import Spool
    spool = Spool(Path(sys.argv[2]))
    with open(sys.argv[1], "rb") as stream:
        facts = read_into(spool, stream)
    assert facts.size == Path(sys.argv[1]).stat().st_size
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak_of_reading(file, folder):
    """Megabytes that a process of its own needs to read the file."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(MEASURE), str(file), str(folder)],
        env=environment_for(SITE, DJANGO_SETTINGS_MODULE="standfirst.config.settings"),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


@pytest.mark.any_engine
def test_memory_does_not_grow_with_the_file(tmp_path):
    small, large = tmp_path / "small.xml", tmp_path / "large.xml"
    write_large(small, 1_000_000)
    write_large(large, 20_000_000)
    growth = peak_of_reading(large, tmp_path) - peak_of_reading(small, tmp_path)
    assert growth < 10, f"{growth} MB more for 19 MB more"
