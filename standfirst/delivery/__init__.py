"""What is public, what a page was made of, what went stale, finished pages, events, request guards.

Promises: one answer to "is this public?", one way to find a client's address, one check of where a
form came from. Knows no page types.
"""
