"""The discussion for programs: the same actions and queries as the pages, as JSON.

Promises: what is read without a key is public; what is written passes the same rules, limits and
screens as a form; what is refused says why by a reason that is stable. Owns no rule of its own.
"""

from standfirst.discussion.api import acts, counts, reading, subscriptions, writing
from standfirst.discussion.api.refusals import answer_refused, reasons
from standfirst.discussion.api.router import router

__all__ = [
    "acts",
    "answer_refused",
    "counts",
    "reading",
    "reasons",
    "router",
    "subscriptions",
    "writing",
]
