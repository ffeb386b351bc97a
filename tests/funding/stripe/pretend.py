"""Stripe's side over real HTTP, kept in memory, with trouble to order and what it was asked to look at."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from standfirst.funding.providers.pretend import acts
from standfirst.funding.providers.pretend.acts import Desk
from standfirst.funding.providers.pretend.api import PretendApi, Refused, Request
from standfirst.funding.providers.pretend.memory import MemoryShelf
from standfirst.funding.providers.pretend.shelf import make

KEY, ACCOUNT = "sk_test_pretended", "acct_pretended"


class PretendStripe:
    def __init__(self, *, now, books="", live=False, key=KEY):
        self.now, self.books, self.live, self.key = int(now.timestamp()), books, live, key
        self.shelf = MemoryShelf()
        self.objects = self.shelf.objects
        self.requests, self.trouble = [], []
        self.lock = threading.RLock()
        self.page = 100

    @property
    def desk(self):
        return Desk(self.shelf, now=self.now, books=self.books)

    def answer(self, method, path, params, headers):
        """Give a status and a JSON body; what is in ``trouble`` is given instead, before or after."""
        api = PretendApi(
            desk=self.desk,
            account=ACCOUNT,
            secret=self.key,
            pages="https://checkout.stripe.com/c/pay/{ref}",
            most=self.page,
        )
        request = Request(
            method=method,
            path=path,
            params=params,
            key=headers.get("Idempotency-Key", ""),
            bearer=headers.get("Authorization", "").removeprefix("Bearer "),
        )
        with self.lock:
            self.requests.append((method, path, params, headers))
            trouble = dict(self.trouble.pop(0)) if self.trouble else None
            answer = None
            if trouble is None or trouble.pop("after", False):
                answer = api.answer(request)
            if trouble is not None:
                refused = Refused(**trouble)
                answer = refused.status, refused.body
            return answer

    def put(self, kind, **said):
        thing = make(self.shelf, kind, now=self.now, **said)
        if "livemode" in thing:
            thing["livemode"] = self.live
        return thing

    def charge_of(self, payment_ref):
        return self.objects[self.objects[payment_ref]["latest_charge"]]

    def complete(self, session_ref, status="processing"):
        return acts.complete(self.desk, self.objects[session_ref], status=status)

    def pay(self, session_ref, **how):
        return acts.pay(self.desk, self.objects[session_ref], **how)

    def book_charge(self, charge):
        return acts.book_charge(self.desk, charge)

    def expire(self, session_ref):
        return acts.expire(self.desk, self.objects[session_ref])

    def refund_outside(self, charge, amount, **how):
        return acts.refund(self.desk, charge, amount, **how)

    def fail_refund(self, refund):
        return acts.fail_refund(self.desk, refund)

    def dispute(self, charge, **how):
        return acts.dispute(self.desk, charge, **how)

    def close(self, dispute, *, status):
        return acts.close_dispute(self.desk, dispute, is_won=status == "won")

    def pay_out(self, amount, currency="usd"):
        return acts.pay_out(self.desk, amount, currency)

    def book(self, category, source, amount):
        return acts.book(self.desk, category, source, amount)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self):
        parts = urlsplit(self.path)
        self.give(dict(parse_qsl(parts.query)), parts.path)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.give(dict(parse_qsl(body)), self.path)

    def give(self, params, path):
        status, told = self.server.stripe.answer(self.command, path, params, self.headers)
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", "req_pretended")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def served(stripe):
    """Answer at an address of this machine while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.stripe = stripe
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
