"""Every write of funding: campaigns, gifts, payments, events, the ledger, sweeps, the rehearsal."""
