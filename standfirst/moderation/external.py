"""Asking a service of the paper's own about a text: signed, within a time, and never trusted to be there.

What is sent and what is answered stands in docs/moderating.md. It gets the words, and of their author
only whether they are a member, confirmed and known: no name of an account, no address, no network.
"""

import json
import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from standfirst.lib.outbound import Answer, Limits, OutboundRefused, send
from standfirst.lib.secret import new_secret
from standfirst.lib.signing import signed_headers
from standfirst.moderation.drafts import Draft, ExternalFacts, Finding, Outcome, Reason

# After so many failures in turn nothing is asked for so many seconds: whoever posts would wait for
# nothing, and with them everybody else whom this process serves.
MOST_FAILURES = 3
REST_SECONDS = 30.0
LIMITS = Limits()


class ExternalFailed(Exception):
    """The service was not asked, did not answer in time, or answered something else."""


@dataclass
class _Rest:
    """How often in turn it failed in this process, and until when it is left alone."""

    failures: int = 0
    until: float = 0.0


_rest = _Rest()


def external(draft: Draft, now: datetime) -> Finding | None:
    """Ask the paper's own service. Raises ExternalFailed, which holds the text."""
    facts = draft.rules.external
    if facts is None or draft.author.is_staff:
        return None
    if time.monotonic() < _rest.until:
        raise ExternalFailed("It has just failed several times in turn.")
    try:
        finding = _finding(_asked(facts, draft, now))
    except ExternalFailed:
        _rest.failures += 1
        if _rest.failures >= MOST_FAILURES:
            _rest.failures, _rest.until = 0, time.monotonic() + REST_SECONDS
        raise
    _rest.failures = 0
    return finding


def body_of(draft: Draft) -> bytes:
    """Give what is sent."""
    author = draft.author
    asked = {
        "kind": str(draft.kind),
        "text": draft.text,
        "name": draft.name,
        "links": draft.links,
        "author": {
            "is_member": author.is_member,
            "is_confirmed": author.is_proven,
            "approved_before": author.approved_before,
        },
    }
    return json.dumps(asked, separators=(",", ":")).encode()


def _asked(facts: ExternalFacts, draft: Draft, now: datetime) -> Answer:
    body = body_of(draft)
    headers = signed_headers(
        ident=f"screen_{new_secret()}", body=body, secret=facts.secret, now=now
    )
    headers |= {"Content-Type": "application/json", "User-Agent": "Standfirst"}
    try:
        return send(facts.url, body, headers, limits=replace(LIMITS, seconds=facts.seconds))
    except OutboundRefused as refused:
        raise ExternalFailed(str(refused)) from refused


def _finding(answer: Answer) -> Finding:
    if answer.status != 200:
        raise ExternalFailed(f"The answer was {answer.status}.")
    try:
        said: Any = json.loads(answer.body)
        outcome = Outcome(said["outcome"])
        score = said.get("score")
        passage, version = said.get("passage", ""), said.get("version", "1")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExternalFailed("The answer is none that docs/moderating.md describes.") from error
    is_number = isinstance(score, int | float) and not isinstance(score, bool)
    if not isinstance(passage, str) or not isinstance(version, str):
        raise ExternalFailed("Passage and version are strings.")
    if score is not None and not (is_number and 0 <= score <= 1):
        raise ExternalFailed("A score is a number from 0 to 1.")
    return Finding(
        "external",
        outcome,
        Reason.EXTERNAL,
        passage=passage[:200],
        score=score,
        version=version[:40],
    )
