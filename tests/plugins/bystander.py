"""Somebody else on the PostgreSQL server, who always has a transaction open.

What is settled depends there on every transaction of the server, in whatever database: the logs are
followed past the oldest one that is open. Beside a bystander no test passes only because it was alone.
"""

import threading

import psycopg

HOLDS_SECONDS = 0.3


class Bystander:
    """Begins a transaction that writes before the one before it ends, until it is told to leave."""

    def __init__(self, url):
        self.url = url
        self.leaving = threading.Event()
        self.thread = threading.Thread(target=self.stay, daemon=True)
        self.thread.start()

    def stay(self):
        with psycopg.connect(self.url) as one, psycopg.connect(self.url) as other:
            here, there = one, other
            while not self.leaving.wait(HOLDS_SECONDS):
                # Gives the transaction its number, as a first row would.
                there.execute("SELECT pg_current_xact_id()")
                here.commit()
                here, there = there, here

    def leave(self):
        self.leaving.set()
        self.thread.join()
