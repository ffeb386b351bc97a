import pytest

from tests.funding.makers import NOW, a_campaign, a_promise
from tests.funding.stripe.pretend import PretendStripe, served
from tests.funding.stripe.scene import a_provider, use


@pytest.fixture
def pretend():
    return PretendStripe(now=NOW)


@pytest.fixture
def address(pretend):
    with served(pretend) as address:
        yield address


@pytest.fixture
def provider(address, monkeypatch):
    return use(monkeypatch, a_provider(address))


@pytest.fixture
def gift(db, provider):
    return a_promise(a_campaign())


@pytest.fixture
def paid(pretend, gift):
    """Stripe's side has it paid, and its event is still on the way."""
    pretend.pay(gift.provider_ref)
    return gift.provider_ref
