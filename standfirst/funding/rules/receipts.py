"""When a receipt's year is, and which of the ledger's accounts say what the paper keeps."""

from datetime import datetime, tzinfo

from standfirst.funding.models import AccountKind, EntryKind

# Given, given back, lost for good. What is only disputed may come back: no receipt is cancelled for it.
KEPT_IN = (AccountKind.CAMPAIGN, AccountKind.REFUNDED, AccountKind.CHARGED_BACK)
OF_A_PAYMENT = (EntryKind.GIFT, EntryKind.REFUND, EntryKind.DISPUTE_LOST)
FIRST_YEAR, LAST_YEAR = 2000, 2999


def year_of(at: datetime, zone: tzinfo) -> int:
    """Give the year in which an entry's receipt counts: that of the entry, where the paper is."""
    return at.astimezone(zone).year


def bounds_of(year: int, zone: tzinfo) -> tuple[datetime, datetime]:
    """Give the first moment of a year where the paper is, and that of the next."""
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
