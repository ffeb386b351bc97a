"""Threads under pages, comments with their revisions, votes, subscriptions, readers' reports.

Promises: one vote per person and comment; a held comment is seen by its author and moderators
only; counts are what the rows say; the same post sent twice is one comment; whatever changes a
comment is one transaction with its decision, its notices, its stale keys and its event. Knows
pages, but no page types, and nothing of money.
"""
