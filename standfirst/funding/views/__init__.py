"""Pages of funding: giving, the gift's own page, the pretend provider, events, the books."""

from standfirst.funding.views.book_files import (
    campaign_csv,
    campaign_json,
    ledger_csv,
    ledger_json,
)
from standfirst.funding.views.books import campaign_ledger, ledger
from standfirst.funding.views.events import provider_event
from standfirst.funding.views.giving import campaign, gift, gift_status, support
from standfirst.funding.views.own_gift import change_shown, receipt, transfer_image
from standfirst.funding.views.rehearsal import rehearsal
from standfirst.funding.views.wall import thanks

__all__ = [
    "campaign",
    "campaign_csv",
    "campaign_json",
    "campaign_ledger",
    "change_shown",
    "gift",
    "gift_status",
    "ledger",
    "ledger_csv",
    "ledger_json",
    "provider_event",
    "receipt",
    "rehearsal",
    "support",
    "thanks",
    "transfer_image",
]
