"""Queries that are asked so often that writing their SQL each time is what costs.

Owns how a queryset becomes SQL once and is asked with other values afterwards, and how a row is
stored without the ORM's detours. Promises that a prepared query gives just what its queryset gives:
the queryset is its only meaning, no SQL is written by hand. Knows no table.
"""

from standfirst.prepared.inserting import insert
from standfirst.prepared.reading import Prepared, PreparedRows
from standfirst.prepared.slots import Slot
from standfirst.prepared.updating import PreparedUpdate

__all__ = ["Prepared", "PreparedRows", "PreparedUpdate", "Slot", "insert"]
