"""A founded paper with an empty section and a rehearsed campaign, its worker, and a picture for it."""

import os
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from standfirst.cli.founding import found_site
from standfirst.funding.actions.campaigns import place_campaign
from standfirst.lib import clock
from standfirst.newsroom.actions import add_contributor, add_section
from standfirst.newsroom.models import HomePage
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS, SCHEDULE
from tests.funding.makers import a_campaign, cash


@pytest.fixture
def site(transactional_db, now):
    """Give the folder of a site that was just founded, with nothing in it."""
    folder = Path(os.environ["STANDFIRST_SITE"])
    (folder / "media").mkdir(exist_ok=True)
    found_site(name="The Weir Courier", now=now)
    yield folder
    shutil.rmtree(folder / "media")
    for kept in folder.glob("before-restore-*"):
        shutil.rmtree(kept)


@pytest.fixture
def section(site, now):
    home = HomePage.objects.get()
    add_contributor(home=home, name="Ada Winter", now=now)
    return add_section(home=home, title="River", now=now)


@pytest.fixture
def campaign(site, now):
    """Give a rehearsed campaign at 3,225 of 5,000 $, shown on every article."""
    made = a_campaign("river", now=now, is_shown_everywhere=True)
    place_campaign(campaign=made, pages=[HomePage.objects.get()], now=now)
    cash(made, 322_500, now=now)
    return made


@pytest.fixture
def drawing():
    """Give a picture file as somebody would choose it from a disk."""
    data = BytesIO()
    Pixels.new("RGB", (1400, 900), "#cfd8d2").save(data, "PNG")
    return lambda name: SimpleUploadedFile(name, data.getvalue(), content_type="image/png")


@pytest.fixture
def work():
    """Do everything that is due now, as the worker does it."""

    def done():
        return Worker(jobs=JOBS, schedule=SCHEDULE, clock=clock.now).work_until_idle()

    return done
