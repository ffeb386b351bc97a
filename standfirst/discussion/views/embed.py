"""The script that puts a discussion on another site's page: one file, with its words and its styles."""

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from standfirst.delivery.baking import baked
from standfirst.discussion.models import Order
from standfirst.siteconfig.queries import identity

STATIC = Path(__file__).resolve().parents[2] / "static" / "standfirst"
PARTS = ("asking.js", "writing.js", "showing.js", "elements.js")
# A number of each kind that languages tell apart (CLDR, plural rules), by the name that scripts have for it.
NUMBERS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


@baked()
def embed_script(request: HttpRequest) -> HttpResponse:
    """Give the script, at an address that never changes. A plain script needs no leave to be loaded."""
    known = {
        "at": settings.STANDFIRST_BASE_URL,
        "paper": identity().name,
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "words": words(),
        "styles": (STATIC / "css" / "embed.css").read_text(encoding="utf-8"),
    }
    parts = [(STATIC / "js" / "embed" / name).read_text(encoding="utf-8") for name in PARTS]
    # As JSON, with what would end a script or a line in one written otherwise.
    said = json.dumps(known).replace("<", "\\u003c")
    body = "\n".join(['"use strict";', "(() => {", f"const KNOWN = {said};", *parts, "})();", ""])
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


def words() -> dict[str, str]:
    """Give what the script says to people; {name} and {n} are filled in there."""
    return {
        **_words_about_writing(),
        "heading": _("Discussion"),
        **_words_of_numbers(),
        "none": _("No comments yet"),
        "order": _("Order"),
        **{order.value: str(order.label) for order in Order},
        "more": _("More comments"),
        "more_replies": _("More replies"),
        "removed": _("Removed by a moderator."),
        "withdrawn": _("Withdrawn by its author."),
        "held": _("A moderator is looking at this comment."),
        "own_held": _("Your comment waits for a moderator. Until then only you see it."),
        "posted": _("Your comment is published."),
        "edited": _("edited"),
        "up": _("Vote up the comment by {name}"),
        "down": _("Vote down the comment by {name}"),
        "score": _("Score"),
        "reply": _("Reply"),
        "reply_to": _("Reply to {name}"),
        "report": _("Report"),
        "failed": _("That did not work. What you wrote is still here; try again in a moment."),
        "nothing": _("There is no discussion here."),
        "unlisted": _("The discussion cannot be shown on this site."),
        "level": _("Level {n}, answers {name}"),
        "somebody": _("somebody"),
    }


def _words_of_numbers() -> dict[str, str]:
    """Give how many comments there are, in each of the ways in which some language says a number."""
    return {
        f"count_{kind}": ngettext("%(n)s comment", "%(n)s comments", number) % {"n": "{n}"}
        for kind, number in NUMBERS.items()
    }


def _words_about_writing() -> dict[str, str]:
    return {
        "write": _("Write a comment"),
        "comment": _("Your comment"),
        "name": _("Name"),
        "post": _("Post comment"),
        "cancel": _("Cancel"),
        "closed": _("The discussion is closed."),
        "guest": _("You write here as a guest."),
        "account": _("To write with your account, open the discussion at {name}"),
        "forgets": _(
            "Your browser keeps nothing for this page, so it will not know tomorrow that your "
            "comments are yours."
        ),
    }
