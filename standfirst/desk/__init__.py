"""The moderators' desk: screens and joint actions over newsroom, discussion and moderation.

Promises: every decision is a plain form; a decision names what the moderator saw; whoever
moderates hears of what waits too long. Owns no tables.
"""
