"""Dialogue with payment providers behind one small interface: begin, verify an event, fetch.

Promises: an event is only a hint, ``fetch`` gives the truth; beginning twice with one key is one
checkout; nothing here writes a gift, a payment or the ledger.
"""
