import pytest

from tests.funding.makers import a_campaign, a_promise, checkout_of, choose


@pytest.fixture
def gift(db):
    return a_promise(a_campaign())


@pytest.fixture
def paid_checkout(gift):
    """The provider says "paid", and its event is still on the way."""
    choose(gift, "paid")
    return checkout_of(gift)
