import pytest

from standfirst.lib.network import network_of, parse_address

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::5", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::9", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_neighbours_are_one_network(address, network):
    assert network_of(address) == network


def test_what_is_no_address_is_none():
    assert parse_address("203.0.113.300") is None
