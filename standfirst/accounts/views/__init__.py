"""The pages of having an account, one file a matter; allauth has its own."""

from standfirst.accounts.views.claims import claim, confirm_claim
from standfirst.accounts.views.giving import giving, giving_year
from standfirst.accounts.views.invitations import invitation, invite
from standfirst.accounts.views.own_data import erase, erased, export, own_data
from standfirst.accounts.views.profile import (
    SignOutView,
    here,
    own_badge,
    own_page,
    own_picture,
    profile,
)
from standfirst.accounts.views.provider import to_provider
from standfirst.accounts.views.sessions import sessions, sign_out_everywhere
from standfirst.accounts.views.tokens import tokens

__all__ = [
    "SignOutView",
    "claim",
    "confirm_claim",
    "erase",
    "erased",
    "export",
    "giving",
    "giving_year",
    "here",
    "invitation",
    "invite",
    "own_badge",
    "own_data",
    "own_page",
    "own_picture",
    "profile",
    "sessions",
    "sign_out_everywhere",
    "to_provider",
    "tokens",
]
