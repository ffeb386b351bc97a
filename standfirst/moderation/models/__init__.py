"""The records of moderation: word lists, stored verdicts, decisions and their texts."""

from standfirst.moderation.models.acts import DeskAct
from standfirst.moderation.models.appeals import Appeal, AppealAnswer
from standfirst.moderation.models.bulks import Bulk, BulkItem, BulkPart
from standfirst.moderation.models.canned import CannedReason
from standfirst.moderation.models.claims import Claim
from standfirst.moderation.models.decisions import (
    AccountType,
    Automation,
    ContentType,
    Decision,
    Ground,
    Measure,
    ReasonText,
    Source,
)
from standfirst.moderation.models.duty import Shift, SpecialDay
from standfirst.moderation.models.held import HeldText
from standfirst.moderation.models.notes import Note
from standfirst.moderation.models.notices import Notice, NoticeAnswer, NoticedThing
from standfirst.moderation.models.sanctions import BanProposal, Sanction
from standfirst.moderation.models.screenings import Screening, ScreenSet
from standfirst.moderation.models.settings import ModerationSettings, OutsideHours
from standfirst.moderation.models.statements import Statement
from standfirst.moderation.models.words import WordList

__all__ = [
    "AccountType",
    "Appeal",
    "AppealAnswer",
    "Automation",
    "BanProposal",
    "Bulk",
    "BulkItem",
    "BulkPart",
    "CannedReason",
    "Claim",
    "ContentType",
    "Decision",
    "DeskAct",
    "Ground",
    "HeldText",
    "Measure",
    "ModerationSettings",
    "Note",
    "Notice",
    "NoticeAnswer",
    "NoticedThing",
    "OutsideHours",
    "ReasonText",
    "Sanction",
    "ScreenSet",
    "Screening",
    "Shift",
    "Source",
    "SpecialDay",
    "Statement",
    "WordList",
]
