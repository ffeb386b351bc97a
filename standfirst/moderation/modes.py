"""When moderators look at what is written: one rule, and its words for readers."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from standfirst.moderation.drafts import Mode

# Said on the page before anybody writes, in each mode.
MODE_WORDS: Mapping[Mode, Promise] = {
    Mode.BEFORE: gettext_lazy("A moderator reads every comment before it is published."),
    Mode.AFTER: gettext_lazy(
        "Comments are published at once, and moderators read them afterwards."
    ),
    Mode.REACTIVE: gettext_lazy(
        "Comments are published at once. Moderators read what is reported."
    ),
}


def mode_of(*, person: str = "", desk: str = "", page: str = "", paper: str) -> Mode:
    """Say when moderators look: whatever stands nearest to the text says it; "" says nothing.

    Nearest first: the person who writes, what moderators chose for this discussion, the article or
    else its section, the paper.
    """
    return Mode(next(filter(None, (person, desk, page)), paper))
