"""The job row with its lease, and the record of scheduled runs.

Promises: a job is claimed by one worker at a time, comes back when its worker dies, backs off when
it fails, and never disappears unseen.
"""
