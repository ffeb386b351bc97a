import pytest

from tests.delivery.front.fake_app import FakeApp
from tests.delivery.front.fronts import running_front


@pytest.fixture(scope="module")
def module_app():
    """Give an app for the tests of a file."""
    app = FakeApp()
    yield app
    app.close()


@pytest.fixture(scope="module")
def module_front(module_app, tmp_path_factory):
    """Give a front for the tests of a file: starting one takes a second."""
    site = tmp_path_factory.mktemp("site")
    with running_front(site, f"127.0.0.1:{module_app.port}") as front:
        yield front


@pytest.fixture
def app(module_app):
    """Give the app as if new: asked nothing, answering everything with a few words."""
    module_app.reset()
    return module_app


@pytest.fixture
def front(module_front, app):
    """Give a front before the app."""
    return module_front
