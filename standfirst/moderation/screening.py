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
    findings: list[Finding] = []
    asked = ""
    try:
        with _on_its_own():
            for judge in screens:
                asked = getattr(judge, "__name__", type(judge).__name__)
                finding = judge(draft, now)
                if finding is not None:
                    findings.append(finding)
                if finding is not None and finding.outcome is not Outcome.PASS:
                    break
    except Exception:
        log.exception("screen_failed", screen=asked)
        findings.append(Finding(asked, Outcome.HOLD, Reason.SCREEN_FAILED))
    decisive = next((each for each in findings if each.outcome is not Outcome.PASS), None)
    return Verdict(decisive.outcome if decisive else Outcome.PASS, tuple(findings), decisive)


def _on_its_own() -> AbstractContextManager[None]:
    """Where a transaction is open, a screen whose query fails must not take it along: it decides.

    PostgreSQL refuses everything after an error until a savepoint is gone back to. Without a
    transaction nothing is begun: SQLite would take the write lock for it.
    """
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
