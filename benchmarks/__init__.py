"""Measurements, as tables, for `make bench`.

Owns what is measured and how it is shown. Promises that each run makes a site of its own, sends
requests to this machine only, a counted number of them, and leaves nothing behind.
"""
