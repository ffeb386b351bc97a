"""Readers who come at their own pace, whatever the paper does: the next does not wait for the last."""

import http.client
import itertools
import random
import threading
import time
from collections import Counter
from urllib.parse import urlencode

from tests.crash.clients import FORM, network

AT_ONCE = 24
PATIENCE_SECONDS = 20


class Crowd:
    """``acts`` says what the n-th visitor does: (method, path, form, headers)."""

    def __init__(self, port, *, a_second, seconds, acts, first=0):
        self.port, self.acts = port, acts
        self.a_second, self.most = a_second, int(a_second * seconds)
        self.first, self.numbers, self.lock = first, itertools.count(), threading.Lock()
        self.statuses, self.waits, self.lost = Counter(), [], []

    def come(self):
        """Have all of them come; return when the last has been answered."""
        self.begun = time.monotonic() + 0.2
        threads = [threading.Thread(target=self._visit) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _visit(self):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        while (number := next(self.numbers)) < self.most:
            # Counted from when they came, also where none of us was free to ask.
            came = self.begun + number / self.a_second
            time.sleep(max(0, came - time.monotonic()))
            try:
                status = self._ask(link, self.first + number)
            except (OSError, http.client.HTTPException) as error:
                link.close()
                status = 0
                self.lost.append(repr(error))
            with self.lock:
                self.statuses[status] += 1
                self.waits.append(time.monotonic() - came)
        link.close()

    def _ask(self, link, number):
        method, path, form, headers = self.acts(number, random.Random(number))
        host = {"Host": f"127.0.0.1:{self.port}", "Accept-Encoding": "br, gzip"}
        sender = {"X-Forwarded-For": network(number)}
        body = urlencode(form) if form else None
        link.request(method, path, body, {**host, **sender, **(FORM if form else {}), **headers})
        response = link.getresponse()
        response.read()
        return response.status

    def percentile(self, share):
        """Give the seconds within which a share of them was answered."""
        waits = sorted(self.waits)
        return waits[min(int(share * len(waits)), len(waits) - 1)]
