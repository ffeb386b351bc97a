"""Judging a draft by all screens in their order."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime

import structlog
from django.db import connection, transaction

from standfirst.moderation.drafts import Draft, Finding, Kind, Outcome, Reason, State, Verdict
from standfirst.moderation.screen_queries import rules_in_force
from standfirst.moderation.screens import (
    NEVER_REFUSED,
    SCREENS,
    Screen,
    findings_of_list,
    version_of_list,
)

log = structlog.get_logger(__name__)


def screen(draft: Draft, *, now: datetime, screens: Sequence[Screen] = SCREENS) -> Verdict:
    """Ask the screens in order; the first that holds or refuses decides.

    A screen that raises holds the text: what could not be judged is not published unseen. One in
    shadow is asked too, also behind a hold, and decides nothing; if it raises, it has found nothing.
    """
    findings: list[Finding] = []
    asked: tuple[tuple[str, str, str], ...] = ()
    name = "rules"
    try:
        with _on_its_own():
            draft = replace(draft, rules=rules_in_force(now))
            asked = asked_of(draft, screens)
            for judge, state in _asked_of(draft, screens):
                name = judge.name
                if state is State.SHADOW:
                    findings += _shadow(judge, draft, now)
                elif _decisive(findings) is None:
                    findings += _found(judge, draft, now)
            findings += _shadow_lists(draft)
    except Exception:
        log.exception("screen_failed", screen=name)
        findings.append(Finding(name, Outcome.HOLD, Reason.SCREEN_FAILED))
    decisive = _decisive(findings)
    outcome = decisive.outcome if decisive else Outcome.PASS
    return Verdict(outcome, tuple(findings), decisive, asked=asked)


def asked_of(draft: Draft, screens: Sequence[Screen] = SCREENS) -> tuple[tuple[str, str, str], ...]:
    """Name the screens and lists that judge such a draft by its rules, each with version and state."""
    kind = [
        (judge.name, judge.version_for(draft), state.value)
        for judge, state in _asked_of(draft, screens)
    ]
    lists = [
        (
            f"list:{row.pk}",
            version_of_list(row),
            (State.SHADOW if row.is_shadow else State.ON).value,
        )
        for row in draft.rules.lists
    ]
    return (*kind, *lists)


def _asked_of(draft: Draft, screens: Sequence[Screen]) -> Iterator[tuple[Screen, State]]:
    kind = Kind(draft.kind)
    for judge in screens:
        state = judge.state_by(draft.rules.states)
        if kind in judge.kinds and state is not State.OFF:
            yield judge, state


def _decisive(findings: Sequence[Finding]) -> Finding | None:
    return next(
        (each for each in findings if each.outcome is not Outcome.PASS and not each.is_shadow), None
    )


def _found(judge: Screen, draft: Draft, now: datetime) -> list[Finding]:
    finding = judge.judge(draft, now)
    if finding is None:
        return []
    if finding.outcome is Outcome.REFUSE and Kind(draft.kind) in NEVER_REFUSED:
        finding = replace(finding, outcome=Outcome.HOLD)
    return [finding]


def _shadow(judge: Screen, draft: Draft, now: datetime) -> list[Finding]:
    try:
        return [replace(each, is_shadow=True) for each in _found(judge, draft, now)]
    except Exception:
        log.exception("screen_failed", screen=judge.name, state=State.SHADOW)
        return []


def _shadow_lists(draft: Draft) -> list[Finding]:
    """What lists in shadow would have found."""
    found = [findings_of_list(draft, row) for row in draft.rules.lists if row.is_shadow]
    return [each for each in found if each is not None]


def _on_its_own() -> AbstractContextManager[None]:
    """Where a transaction is open, a screen whose query fails must not take it along: it decides.

    PostgreSQL refuses everything after an error until a savepoint is gone back to. Without a
    transaction nothing is begun: SQLite would take the write lock for it.
    """
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
