"""Every write of moderation: findings of screens, decisions with statements, limits, lists, erasing."""

from standfirst.moderation.actions.decisions import Ruling, record_decision
from standfirst.moderation.actions.erasing import erase
from standfirst.moderation.actions.sanctions import (
    Penalty,
    SanctionRefused,
    adopt_sanctions,
    confirm_ban,
    decline_ban,
    forget_ended_sanctions,
    hold_first,
    hold_network,
    lift_sanction,
    propose_ban,
    suspend_person,
    warn_person,
)
from standfirst.moderation.actions.screenings import (
    blank_passages,
    drop_held_text,
    forget_old_passages,
    hold_text,
    is_hold,
    note_screens,
    record_screening,
    settle_held_text,
)
from standfirst.moderation.actions.states import set_list_state, set_screen_state
from standfirst.moderation.actions.word_lists import keep_word_list
from standfirst.moderation.subjects import Matter, Subject

__all__ = [
    "Matter",
    "Penalty",
    "Ruling",
    "SanctionRefused",
    "Subject",
    "adopt_sanctions",
    "blank_passages",
    "confirm_ban",
    "decline_ban",
    "drop_held_text",
    "erase",
    "forget_ended_sanctions",
    "forget_old_passages",
    "hold_first",
    "hold_network",
    "hold_text",
    "is_hold",
    "keep_word_list",
    "lift_sanction",
    "note_screens",
    "propose_ban",
    "record_decision",
    "record_screening",
    "set_list_state",
    "set_screen_state",
    "settle_held_text",
    "suspend_person",
    "warn_person",
]
