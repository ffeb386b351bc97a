"""The records of moderation: word lists, stored verdicts, decisions and their texts."""

from standfirst.moderation.models.decisions import (
    Automation,
    Decision,
    Ground,
    Measure,
    ReasonText,
    Source,
)
from standfirst.moderation.models.screenings import Screening
from standfirst.moderation.models.settings import ModerationSettings
from standfirst.moderation.models.words import WordList

__all__ = [
    "Automation",
    "Decision",
    "Ground",
    "Measure",
    "ModerationSettings",
    "ReasonText",
    "Screening",
    "Source",
    "WordList",
]
