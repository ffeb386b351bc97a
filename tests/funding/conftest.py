import pytest

from standfirst.funding.providers import registry
from tests.funding.makers import a_campaign, a_promise, checkout_of, choose
from tests.funding.world import World


@pytest.fixture
def gift(db):
    return a_promise(a_campaign())


@pytest.fixture
def paid_checkout(gift):
    """The provider says "paid", and its event is still on the way."""
    choose(gift, "paid")
    return checkout_of(gift)


@pytest.fixture
def world(monkeypatch):
    """Give a provider of the tests' own, the only one there is."""
    world = World()
    monkeypatch.setattr(registry, "PROVIDERS", {world.name: world})
    return world
