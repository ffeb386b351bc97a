"""The pages of having an account, one file a matter; allauth has its own."""

from standfirst.accounts.views.claims import claim, confirm_claim
from standfirst.accounts.views.invitations import invitation, invite
from standfirst.accounts.views.profile import SignOutView, here, profile
from standfirst.accounts.views.provider import to_provider
from standfirst.accounts.views.sessions import sessions, sign_out_everywhere

__all__ = [
    "SignOutView",
    "claim",
    "confirm_claim",
    "here",
    "invitation",
    "invite",
    "profile",
    "sessions",
    "sign_out_everywhere",
    "to_provider",
]
