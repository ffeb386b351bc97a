"""Which providers there are, and which one a campaign's givers are sent to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings

from standfirst.funding.models import Campaign
from standfirst.funding.providers.interface import Provider
from standfirst.funding.providers.rehearsal import RehearsalProvider
from standfirst.funding.providers.stripe.keys import StripeKeys
from standfirst.funding.rules.modes import is_rehearsing_allowed


def providers_of(keys: StripeKeys | None, *, site: str) -> Mapping[str, Provider]:
    """Give a site's providers by name, the one that is asked first before others of its mode."""
    providers: list[Provider] = [RehearsalProvider()]
    if keys is not None:
        # Its library takes 22 MB in each process, so only a site that uses it has it.
        adapter = import_module("standfirst.funding.providers.stripe.adapter")
        providers.insert(0, adapter.StripeProvider(keys, site=site))
    return {provider.name: provider for provider in providers}


_known = dict(providers_of(settings.STANDFIRST_STRIPE, site=settings.STANDFIRST_BASE_URL))
PROVIDERS: Mapping[str, Provider] = _known


@contextmanager
def standing_in(provider: Provider) -> Iterator[None]:
    """Ask this provider before any other while the block runs, in this process alone."""
    before = dict(_known)
    _known.clear()
    _known.update({provider.name: provider, **before})
    try:
        yield
    finally:
        _known.clear()
        _known.update(before)


def provider_named(name: str) -> Provider | None:
    """Find a provider by the name in its event address, or None."""
    return PROVIDERS.get(name)


def provider_pages() -> list[str]:
    """Give the origins of the pages that givers may be sent to, other than this site's."""
    return sorted({provider.pages for provider in PROVIDERS.values() if provider.pages})


def online_provider_for(campaign: Campaign) -> Provider | None:
    """Find who takes gifts to this campaign on the web; None if only bank and cash do.

    A real campaign's go to a provider with a live key; a rehearsed one's to a provider with a test
    key, else to the rehearsal.
    """
    fitting = [one for one in PROVIDERS.values() if one.is_rehearsed == campaign.is_rehearsed]
    if campaign.is_rehearsed and not is_rehearsing_allowed():
        return None
    return fitting[0] if fitting else None
