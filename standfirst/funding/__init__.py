"""Campaigns, gifts (promises), payments (facts), the provider inbox, the ledger and its meters.

Promises: a meter is the sum of the ledger; an entry balances and is never changed; a payment is
recorded once; rehearsed money moves no real total; nobody is sent to pay before the promise is
written. Knows no article and no comment: what it is shown beside is a page of the tree.
"""
