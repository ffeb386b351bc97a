"""The other side, pretended: Stripe's API as far as we ask it, over objects of its own.

Promises: it speaks Stripe's paths, shapes, errors, pages and idempotency keys; it looks at none of
our gifts, payments or entries, and none of ours looks at its objects but through the API; it answers
to a key of this site alone, and nowhere where a live key is set.
"""
