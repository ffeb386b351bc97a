"""The two screens that were learned from labelled texts. They hold, they never refuse.

Which data, how good, for whom not: docs/models.md. A text that is not English has no score, and a
score below the threshold is no finding.
"""

from datetime import datetime

from standfirst.moderation.drafts import Draft, Finding, Outcome, Reason
from standfirst.moderation.learned.files import spam, toxicity
from standfirst.moderation.learned.scoring import Score, Spam, Toxicity


def spam_model(draft: Draft, now: datetime) -> Finding | None:
    """Hold a text that reads like advertising for somebody's page."""
    return _judged(draft, spam(), "spam_model", Reason.SPAM)


def toxicity_model(draft: Draft, now: datetime) -> Finding | None:
    """Hold a text with a word that people mark as insulting where it stands as it does here."""
    return _judged(draft, toxicity(), "toxicity_model", Reason.TOXIC)


def _judged(draft: Draft, model: Spam | Toxicity, screen: str, reason: Reason) -> Finding | None:
    if draft.author.is_staff:
        return None
    score = model.score(draft.text)
    if score is None or score.odds < model.threshold:
        return None
    return _finding(draft, score, screen, reason, model.version)


def _finding(draft: Draft, score: Score, screen: str, reason: Reason, version: str) -> Finding:
    return Finding(
        screen,
        Outcome.HOLD,
        reason,
        passage=draft.text[score.start : score.end],
        place=(score.start, score.end) if score.end else None,
        score=round(score.chance, 6),
        version=version,
    )
