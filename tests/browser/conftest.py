"""The demo newspaper on a live server, and the browsers of people in it."""

import pytest

from standfirst.lib import clock
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS
from tests.journeys.founded import campaign, drawing, section, site  # noqa: F401 (fixtures)


@pytest.fixture
def paper(demo, live_server):
    """Give the address of the demo newspaper."""
    return live_server.url


@pytest.fixture
def browser_of(new_context, client_of, live_server):
    """Give a page in the browser of a person; of nobody for None."""

    def enter(person, **options):
        context = new_context(base_url=live_server.url, **options)
        for name, morsel in client_of(person).cookies.items():
            context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url}])
        return context.new_page()

    return enter


@pytest.fixture
def work():
    """Do the jobs that are due now, as the worker does them."""

    def done():
        return Worker(jobs=JOBS, schedule=(), clock=clock.now).work_until_idle()

    return done
