"""The API of the pretend provider: a request in, a status and a JSON object out."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standfirst.funding.providers.pretend import acts
from standfirst.funding.providers.pretend.acts import Desk
from standfirst.funding.providers.pretend.shelf import Answer, Shelf, Thing, change, make

PAGES = 100
LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "checkout/sessions": ("checkout.session", ("payment_intent",)),
    "charges": ("charge", ("payment_intent",)),
    "refunds": ("refund", ("payment_intent", "charge")),
    "disputes": ("dispute", ("payment_intent", "charge")),
    "balance_transactions": ("balance_transaction", ("type", "source")),
    "payment_intents": ("payment_intent", ()),
    "payouts": ("payout", ()),
    "events": ("event", ("type",)),
}
SHORTEST, LONGEST = 1800, 86400


@dataclass(frozen=True)
class Request:
    """One request: parameters as sent, in Stripe's own way to nest (``a[b][0]``)."""

    method: str
    path: str
    params: Mapping[str, str]
    key: str = ""
    bearer: str = ""


class Refused(Exception):
    """What the API answers instead."""

    def __init__(self, status: int, kind: str, code: str | None = None, message: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.body: Thing = {"error": {"type": kind, "code": code, "message": message}}


@dataclass(frozen=True)
class PretendApi:
    """The API at a moment. ``pages`` is where a payer is sent, with ``{ref}`` for the checkout."""

    desk: Desk
    account: str
    secret: str
    pages: str
    most: int = PAGES

    @property
    def shelf(self) -> Shelf:
        """Where its objects are."""
        return self.desk.shelf

    def answer(self, request: Request) -> tuple[int, Thing]:
        """Give a status and a body. The same idempotency key is answered the same."""
        try:
            self._check_key(request)
            return self._once(request)
        except Refused as refused:
            return refused.status, refused.body

    def _check_key(self, request: Request) -> None:
        if not hmac.compare_digest(request.bearer.encode(), self.secret.encode()):
            raise Refused(401, "invalid_request_error", message="Unknown key.")

    def _once(self, request: Request) -> tuple[int, Thing]:
        is_kept = request.method == "POST" and bool(request.key)
        asked = _print_of(request)
        known = self.shelf.answer_to(request.key) if is_kept else None
        if known is not None and known.asked != asked:
            raise Refused(400, "idempotency_error", message="The same key for something else.")
        if known is not None:
            return known.status, known.body
        # As it was then: what changes later does not change what was said.
        body: Thing = json.loads(json.dumps(self._routed(request)))
        if is_kept:
            self.shelf.keep_answer(request.key, Answer(asked, 200, body))
        return 200, body

    def _routed(self, request: Request) -> Thing:
        path, params = request.path.removeprefix("/v1/"), nested(request.params)
        if (request.method, path) == ("GET", "account"):
            return {"id": self.account, "object": "account"}
        name, _, ref = path.rpartition("/")
        if request.method == "GET" and path in LISTS:
            return self._listed(path, params)
        if request.method == "GET" and name in LISTS:
            return self._expanded(self._known(ref), _texts(params.get("expand")))
        if (request.method, path) == ("POST", "checkout/sessions"):
            return self._open(params)
        if (request.method, path) == ("POST", "refunds"):
            return self._refund(params)
        if request.method == "POST" and name.startswith("checkout/sessions/") and ref == "expire":
            return acts.expire(self.desk, self._known(name.rpartition("/")[2]))
        raise Refused(404, "invalid_request_error", message=f"No such path: {path}.")

    def _known(self, ref: str) -> Thing:
        thing = self.shelf.find(ref)
        if thing is None:
            raise Refused(404, "invalid_request_error", "resource_missing", f"No such name: {ref}.")
        return thing

    def _listed(self, path: str, params: Mapping[str, Any]) -> Thing:
        kind, filters = LISTS[path]
        created = params.get("created", {})
        since, until = int(created.get("gte", 0)), int(created.get("lt", 10**12))
        fitting = [
            thing
            for thing in self.shelf.listed(kind)
            if since <= thing["created"] < until
            and all(thing[name] == params[name] for name in filters if name in params)
        ]
        names = [thing["id"] for thing in fitting]
        after = params.get("starting_after")
        rest = fitting[names.index(after) + 1 :] if after in names else fitting
        limit = min(int(params.get("limit", 10)), self.most)
        parts = [part.removeprefix("data.") for part in _texts(params.get("expand"))]
        return {
            "object": "list",
            "url": f"/v1/{path}",
            "has_more": len(rest) > limit,
            "data": [self._expanded(thing, parts) for thing in rest[:limit]],
        }

    def _expanded(self, thing: Thing, parts: Sequence[str]) -> Thing:
        whole = dict(thing)
        for name in {part.partition(".")[0] for part in parts}:
            ref = whole.get(name)
            inner = self.shelf.find(ref) if isinstance(ref, str) else None
            if inner is not None:
                start = f"{name}."
                deeper = [part.removeprefix(start) for part in parts if part.startswith(start)]
                whole[name] = self._expanded(inner, deeper)
        return whole

    def _open(self, params: Mapping[str, Any]) -> Thing:
        price = params["line_items"]["0"]["price_data"]
        amount, expires = int(price["unit_amount"]), int(params["expires_at"])
        if not 0 < amount < 10**8:
            raise Refused(400, "invalid_request_error", "amount_too_small")
        if not SHORTEST <= expires - self.desk.now <= LONGEST:
            raise Refused(400, "invalid_request_error", message="expires_at is out of bounds.")
        session = make(
            self.shelf,
            "checkout.session",
            now=self.desk.now,
            amount_total=amount,
            currency=price["currency"],
            client_reference_id=params["client_reference_id"],
            metadata=params["metadata"],
            mode=params["mode"],
            status="open",
            payment_status="unpaid",
            payment_intent=None,
            success_url=params["success_url"],
            cancel_url=params["cancel_url"],
            expires_at=expires,
            # Stripe keeps it among the line items, which nobody here asks for.
            custom_text={"submit": {"message": price["product_data"]["name"]}},
        )
        return change(self.shelf, session, url=self.pages.format(ref=session["id"]))

    def _refund(self, params: Mapping[str, Any]) -> Thing:
        payment = self._known(params["payment_intent"])
        charge = self._known(payment["latest_charge"] or "")
        amount = int(params["amount"])
        if not 0 < amount <= charge["amount"] - charge["amount_refunded"]:
            raise Refused(400, "invalid_request_error", "charge_already_refunded")
        return acts.refund(self.desk, charge, amount, metadata=params.get("metadata", {}))


def nested(params: Mapping[str, str]) -> dict[str, Any]:
    """Read ``a[b][0]=c`` as Stripe does: objects within objects, lists by their numbers."""
    told: dict[str, Any] = {}
    for name, value in params.items():
        *path, last = name.replace("]", "").split("[")
        inner = told
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return told


def _texts(told: Any) -> list[str]:
    return list(told.values()) if isinstance(told, dict) else []


def _print_of(request: Request) -> str:
    said = json.dumps([request.method, request.path, sorted(request.params.items())])
    return hashlib.sha256(said.encode()).hexdigest()
