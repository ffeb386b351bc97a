"""Judging a draft by all screens in their order."""

from collections.abc import Sequence
from datetime import datetime

import structlog

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
        return judge(draft, now)
    except Exception:
        log.exception("screen_failed", screen=name)
        return Finding(name, Outcome.HOLD, Reason.SCREEN_FAILED)
