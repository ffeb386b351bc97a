"""Plain Python that every layer may use: money, text, passages, cursors, secrets, networks, tags.

Promises: imports no Django, keeps no state, asks no clock, and every function here is pure or
(for secrets) draws from the system's random source.
"""
