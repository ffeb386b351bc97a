"""Stripe's side, pretended over real HTTP: its paths, shapes, errors, pages, and idempotency keys.

It keeps its objects in memory and never looks at ours. What a payer, a bank or somebody at Stripe's
own dashboard does are methods: ``pay``, ``expire``, ``refund_outside``, ``dispute``, ``pay_out``.
"""

import itertools
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

KEY, ACCOUNT = "sk_test_pretended", "acct_pretended"
LISTS = {
    "checkout/sessions": ("checkout.session", ("payment_intent",)),
    "charges": ("charge", ("payment_intent",)),
    "refunds": ("refund", ("payment_intent", "charge")),
    "disputes": ("dispute", ("payment_intent", "charge")),
    "balance_transactions": ("balance_transaction", ("type", "source")),
    "payment_intents": ("payment_intent", ()),
    "payouts": ("payout", ()),
}
PREFIXES = {
    "checkout.session": "cs_test_",
    "payment_intent": "pi_",
    "charge": "ch_",
    "refund": "re_",
    "dispute": "dp_",
    "balance_transaction": "txn_",
    "payout": "po_",
}


class Refused(Exception):
    def __init__(self, status, kind, code=None, message="no", **headers):
        super().__init__(message)
        self.status, self.headers = status, headers
        self.body = {"error": {"type": kind, "code": code, "message": message}}


class PretendStripe:
    def __init__(self, *, now, books=None, live=False, key=KEY):
        self.key = key
        self.now, self.books, self.live = int(now.timestamp()), books, live
        self.objects, self.answers, self.requests, self.trouble = {}, {}, [], []
        self.numbers = itertools.count(1)
        self.lock = threading.RLock()
        self.page = 100

    # What Stripe's API does

    def answer(self, method, path, params, headers):
        """Give a status, headers and a JSON body for a request."""
        with self.lock:
            self.requests.append((method, path, params, headers))
            try:
                return self._authorised(method, path, params, headers)
            except Refused as refused:
                return refused.status, refused.headers, refused.body

    def _authorised(self, method, path, params, headers):
        if headers.get("Authorization") != f"Bearer {self.key}":
            raise Refused(401, "invalid_request_error")
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble is not None and not trouble.get("after"):
            raise Refused(**trouble)
        answer = self._once(method, path, params, headers.get("Idempotency-Key"))
        if trouble is not None:
            raise Refused(**{name: value for name, value in trouble.items() if name != "after"})
        return answer

    def _once(self, method, path, params, key):
        """Do what is asked, or say again what was said to the same key."""
        if method == "POST" and key in self.answers:
            known, answer = self.answers[key]
            if known != (path, params):
                raise Refused(400, "idempotency_error")
            return answer
        body = self._routed(method, path.removeprefix("/v1/"), nested(params))
        # As it was then: what changes later does not change what was said.
        answer = 200, {}, json.loads(json.dumps(body))
        if method == "POST":
            self.answers[key] = ((path, params), answer)
        return answer

    def _routed(self, method, path, params):
        if (method, path) == ("GET", "account"):
            return {"id": ACCOUNT, "object": "account"}
        if (method, path) == ("POST", "checkout/sessions"):
            return self._open(params)
        if (method, path) == ("POST", "refunds"):
            return self._refund(params)
        if method == "POST" and path.endswith("/expire"):
            return self.expire(path.split("/")[-2])
        name, _, ref = path.rpartition("/")
        if method == "GET" and name in LISTS:
            if ref not in self.objects:
                raise Refused(404, "invalid_request_error", "resource_missing")
            return self._expanded(self.objects[ref], listed(params.get("expand")))
        if method == "GET" and path in LISTS:
            return self._listed(path, params)
        raise Refused(404, "invalid_request_error", message=f"No such path {path}")

    def _listed(self, path, params):
        kind, filters = LISTS[path]
        found = [one for one in reversed(self.objects.values()) if one["object"] == kind]
        for name in filters:
            if name in params:
                found = [one for one in found if one[name] == params[name]]
        created = params.get("created", {})
        found = [one for one in found if int(created.get("gte", 0)) <= one["created"]]
        found = [one for one in found if one["created"] < int(created.get("lt", 10**12))]
        if "starting_after" in params:
            names = [one["id"] for one in found]
            found = found[names.index(params["starting_after"]) + 1 :]
        limit = min(int(params.get("limit", 10)), self.page)
        expand = [part.removeprefix("data.") for part in listed(params.get("expand"))]
        data = [self._expanded(one, expand) for one in found[:limit]]
        return {
            "object": "list",
            "url": f"/v1/{path}",
            "has_more": len(found) > limit,
            "data": data,
        }

    def _expanded(self, thing, parts):
        thing = dict(thing)
        for part in parts:
            name, _, _rest = part.partition(".")
            inner = thing.get(name)
            ref = inner["id"] if isinstance(inner, dict) else inner
            if ref is not None:
                deeper = [one.partition(".")[2] for one in parts if one.startswith(f"{name}.")]
                thing[name] = self._expanded(self.objects[ref], deeper)
        return thing

    def _open(self, params):
        item = params["line_items"]["0"]["price_data"]
        if not 0 < int(item["unit_amount"]) < 10**8:
            raise Refused(400, "invalid_request_error", "amount_too_small")
        if not 1800 <= int(params["expires_at"]) - self.now <= 86400:
            raise Refused(400, "invalid_request_error", message="expires_at")
        session = self.put(
            "checkout.session",
            amount_total=int(item["unit_amount"]),
            currency=item["currency"],
            client_reference_id=params["client_reference_id"],
            metadata=params["metadata"],
            mode=params["mode"],
            status="open",
            payment_status="unpaid",
            payment_intent=None,
            success_url=params["success_url"],
            cancel_url=params["cancel_url"],
            expires_at=int(params["expires_at"]),
        )
        session["url"] = f"https://checkout.stripe.com/c/pay/{session['id']}"
        return session

    def _refund(self, params):
        charge = self.charge_of(params["payment_intent"])
        amount = int(params["amount"])
        if amount > charge["amount"] - charge["amount_refunded"]:
            raise Refused(400, "invalid_request_error", "charge_already_refunded")
        return self.refund_outside(charge, amount, metadata=params.get("metadata", {}))

    def put(self, kind, **said):
        ref = f"{PREFIXES[kind]}{next(self.numbers):06}"
        made = {"id": ref, "object": kind, "created": self.now, **said}
        if kind not in {"balance_transaction", "refund"}:
            made["livemode"] = self.live
        self.objects[ref] = made
        return made

    # What others do there

    def charge_of(self, payment_ref):
        return self.objects[self.objects[payment_ref]["latest_charge"]]

    def complete(self, session_ref, status="processing"):
        """The payer is done; a delayed method is on its way."""
        session = self.objects[session_ref]
        payment = self.put(
            "payment_intent",
            amount=session["amount_total"],
            amount_received=0,
            currency=session["currency"],
            metadata=session["metadata"],
            status=status,
            latest_charge=None,
        )
        session |= {"status": "complete", "payment_intent": payment["id"]}
        return payment

    def pay(self, session_ref, *, is_booked=True):
        session = self.objects[session_ref]
        payment = self.objects.get(session["payment_intent"]) or self.complete(session_ref)
        payment |= {"status": "succeeded", "amount_received": payment["amount"]}
        session["payment_status"] = "paid"
        charge = self.put(
            "charge",
            amount=payment["amount"],
            amount_refunded=0,
            currency=payment["currency"],
            payment_intent=payment["id"],
            status="succeeded",
            balance_transaction=None,
            failure_balance_transaction=None,
        )
        payment["latest_charge"] = charge["id"]
        if is_booked:
            self.book_charge(charge)
        return charge

    def book_charge(self, charge):
        fee = self.in_books(charge["amount"]) * 29 // 1000 + 30
        line = self.book("charge", charge, charge["amount"], fee=fee)
        charge["balance_transaction"] = line["id"]

    def expire(self, session_ref):
        self.objects[session_ref]["status"] = "expired"
        return self.objects[session_ref]

    def refund_outside(self, charge, amount, *, metadata=None, status="succeeded"):
        charge["amount_refunded"] += amount
        refund = self.put(
            "refund",
            amount=amount,
            currency=charge["currency"],
            charge=charge["id"],
            payment_intent=charge["payment_intent"],
            metadata=metadata or {},
            status=status,
            balance_transaction=None,
        )
        refund["balance_transaction"] = self.book("refund", refund, -amount)["id"]
        return refund

    def fail_refund(self, refund):
        refund["status"] = "failed"
        line = self.book("refund_failure", refund, refund["amount"])
        refund["failure_balance_transaction"] = line["id"]

    def dispute(self, charge, *, status="needs_response"):
        dispute = self.put(
            "dispute",
            amount=charge["amount"],
            currency=charge["currency"],
            charge=charge["id"],
            payment_intent=charge["payment_intent"],
            reason="fraudulent",
            status=status,
            evidence_details={"due_by": self.now + 864000, "has_evidence": False},
            balance_transactions=[],
        )
        if not status.startswith("warning"):
            line = self.book("dispute", dispute, -charge["amount"], fee=1500, kind="adjustment")
            dispute["balance_transactions"].append(line)
        return dispute

    def close(self, dispute, *, status):
        dispute["status"] = status
        if status == "won":
            line = self.book("dispute_reversal", dispute, dispute["amount"], kind="adjustment")
            dispute["balance_transactions"].append(line)

    def pay_out(self, amount, currency="usd"):
        payout = self.put("payout", amount=amount, currency=currency, status="paid")
        self.book("payout", payout, -amount)
        return payout

    def in_books(self, amount):
        return amount if self.books is None else amount * 9 // 10

    def book(self, category, source, amount, *, fee=0, kind=None):
        amount = self.in_books(amount)
        return self.put(
            "balance_transaction",
            amount=amount,
            fee=fee,
            net=amount - fee,
            currency=self.books or source["currency"],
            source=source["id"],
            type=kind or category,
            reporting_category=category,
            status="pending",
            exchange_rate=0.9 if self.books else None,
        )


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        parts = urlsplit(self.path)
        self.give(dict(parse_qsl(parts.query)), parts.path)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.give(dict(parse_qsl(body)), self.path)

    def give(self, params, path):
        status, headers, told = self.server.stripe.answer(self.command, path, params, self.headers)
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
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


def nested(params):
    """Read `a[b][0]=c` as Stripe does."""
    told = {}
    for name, value in params.items():
        *path, last = name.replace("]", "").split("[")
        inner = told
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return told


def listed(told):
    return list(told.values()) if isinstance(told, dict) else []
