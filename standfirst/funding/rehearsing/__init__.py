"""A whole campaign, played: a pretend Stripe over real HTTP, gifts, trouble, and what the books say.

Promises: it plays only where nothing is real, in a rehearsed campaign; what must come out is reckoned
from what was planted, never read from the books.
"""
