"""Judging a draft by all screens in their order."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

import structlog
from django.db import connection, transaction

from standfirst.moderation.drafts import Draft, Finding, Outcome, Reason, Verdict
from standfirst.moderation.screens import SCREENS, Screen

log = structlog.get_logger(__name__)


def screen(draft: Draft, *, now: datetime, screens: Sequence[Screen] = SCREENS) -> Verdict:
    """Ask the screens in order; the first that holds or refuses decides.

    A screen that raises holds the text: what could not be judged is not published unseen.
    """
    findings = []
    for judge in screens:
        finding = _finding_of(judge, draft, now)
        if finding is None:
            continue
        findings.append(finding)
        if finding.outcome is not Outcome.PASS:
            return Verdict(finding.outcome, tuple(findings), finding)
    return Verdict(Outcome.PASS, tuple(findings), None)


def _finding_of(judge: Screen, draft: Draft, now: datetime) -> Finding | None:
    name = getattr(judge, "__name__", type(judge).__name__)
    try:
        with _on_its_own():
            return judge(draft, now)
    except Exception:
        log.exception("screen_failed", screen=name)
        return Finding(name, Outcome.HOLD, Reason.SCREEN_FAILED)


def _on_its_own() -> AbstractContextManager[None]:
    """Where a transaction is open, a screen whose query fails must not take it along.

    PostgreSQL refuses everything after an error until a savepoint is gone back to. Without a
    transaction nothing is begun: SQLite would take the write lock for it.
    """
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
