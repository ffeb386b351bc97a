"""Which providers there are, and which one a campaign's givers are sent to."""

from collections.abc import Mapping

from standfirst.funding.models import Campaign
from standfirst.funding.providers.interface import Provider
from standfirst.funding.providers.rehearsal import RehearsalProvider
from standfirst.funding.rules.modes import is_rehearsing_allowed

PROVIDERS: Mapping[str, Provider] = {provider.name: provider for provider in (RehearsalProvider(),)}


def provider_named(name: str) -> Provider | None:
    """Find a provider by the name in its event address, or None."""
    return PROVIDERS.get(name)


def online_provider_for(campaign: Campaign) -> Provider | None:
    """Find who takes gifts to this campaign on the web; None if only bank and cash do."""
    fitting = [one for one in PROVIDERS.values() if one.is_rehearsed == campaign.is_rehearsed]
    if campaign.is_rehearsed and not is_rehearsing_allowed():
        return None
    return fitting[0] if fitting else None
