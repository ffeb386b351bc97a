"""People who write without a pause, each a stranger from a network of their own.

Each act has a mark that no other has. `acknowledged` holds the marks of acts that the site answered
with success; `tried` holds all. Nobody tries an act again: what was not acknowledged may be there
once or not at all.
"""

import http.client
import itertools
import threading
from collections import defaultdict
from urllib.parse import urlencode

from tests.cli.sites import ask

SUCCESS = 303
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# What a site is told, so that each of them comes from somewhere else.
STRANGERS = {"STANDFIRST_TRUSTED_PROXIES": "127.0.0.1/32", "STANDFIRST_LOG_LEVEL": "ERROR"}


def network(number):
    """Give an address in a /24 of its own, so that no limit by network is met."""
    return f"{11 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.7"


class Crowd:
    """Some threads that comment, vote and give until told to stop."""

    def __init__(self, *, article, comment, campaign):
        self.port, self.article, self.comment, self.campaign = None, article, comment, campaign
        self.acknowledged, self.tried = defaultdict(set), defaultdict(set)
        self.refused, self.networks = [], itertools.count(1)
        self.stopping, self.lock = threading.Event(), threading.Lock()
        self.threads = [
            threading.Thread(target=self.repeat, args=(act,))
            for act in (self.write, self.write, self.vote, self.give)
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *failure):
        self.stop()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def repeat(self, act):
        for number in itertools.count(1):
            if self.stopping.is_set():
                return
            try:
                self.until_served()
                act(f"{threading.get_ident()}-{number}")
            except (OSError, http.client.HTTPException):
                # Nobody answered: the site is down, or died with the request in its hands.
                self.stopping.wait(0.05)

    def until_served(self):
        while self.port is None and not self.stopping.is_set():
            self.stopping.wait(0.05)

    def write(self, mark):
        self.tried["comment"].add(mark)
        form = {"text": f"The river was high today, mark {mark} says."}
        if self.post(f"{self.article}comments/", form):
            self.acknowledged["comment"].add(mark)

    def vote(self, mark):
        """Votes carry no text: they are counted."""
        self.tried["vote"].add(mark)
        if self.post(f"/comments/{self.comment}/vote/", {"vote": "up"}):
            self.acknowledged["vote"].add(mark)

    def give(self, mark):
        """A draft, its one button, and the pretend provider's answer."""
        form = {"amount_free": "7", "show": "anonymous", "message": f"mark {mark}"}
        gift = self.post(f"/support/{self.campaign}/", form)
        if not gift:
            return
        self.tried["gift"].add(mark)
        rehearsal = self.post(gift, {})
        if not rehearsal:
            return
        self.acknowledged["gift"].add(mark)
        self.tried["payment"].add(mark)
        if self.post(rehearsal, {"outcome": "paid"}):
            self.acknowledged["payment"].add(mark)

    def post(self, path, form):
        """Send a form as a stranger; give where success leads, or None."""
        with self.lock:
            number = next(self.networks)
        headers = {**FORM, "X-Forwarded-For": network(number)}
        status, answered, _ = ask(
            self.port, path, method="POST", body=urlencode(form), headers=headers
        )
        if status != SUCCESS:
            self.refused.append((path, status))
            return None
        return answered["location"]
