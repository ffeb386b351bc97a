"""What a moderator is told when a decision is not taken."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from standfirst.discussion.rules import Refusal
from standfirst.moderation.actions.sanctions import Refusal as LimitRefusal

REFUSED: Mapping[Refusal, Promise] = {
    Refusal.DECIDED_ALREADY: gettext_lazy(
        "Somebody else has decided this in the meantime. Nothing was changed."
    ),
    Refusal.EDITED_SINCE: gettext_lazy(
        "The author has edited this comment since you saw it. Please read it again."
    ),
    Refusal.REASON_MISSING: gettext_lazy(
        "Please choose a house rule or write a reason: its author has a right to one."
    ),
}
LIMIT_REFUSED: Mapping[LimitRefusal, Promise] = {
    LimitRefusal.IS_STAFF: gettext_lazy(
        "This person works here: staff cannot be limited. Nothing was changed."
    ),
    LimitRefusal.IS_GONE: gettext_lazy(
        "This person has erased their data, so that nobody is left to limit. Nothing was changed."
    ),
    LimitRefusal.REASON_MISSING: gettext_lazy(
        "Please name a house rule or a law, or write a reason: whom it meets has a right to one."
    ),
    LimitRefusal.TIME_WRONG: gettext_lazy(
        "Please choose a time to come; a network is held for 14 days at most."
    ),
    LimitRefusal.SAME_PERSON: gettext_lazy(
        "You proposed this, so that another person has to confirm it. You can only take it back."
    ),
    LimitRefusal.PROPOSED_ALREADY: gettext_lazy(
        "A ban of this person is proposed already. It waits under “Bans to confirm”."
    ),
    LimitRefusal.DECIDED_ALREADY: gettext_lazy(
        "Somebody else has decided this in the meantime. Nothing was changed."
    ),
}
