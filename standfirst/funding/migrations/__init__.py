"""The tables of funding, and the triggers that keep the ledger as it was written."""
