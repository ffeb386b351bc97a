"""The fields of limits on people and networks, and of proposed bans."""

from standfirst.moderation.models import ReasonText
from tests.hostile.field import Field, latest

LIMIT = {
    "verb": "suspend",
    "span": "date",
    "until": "2030-01-02",
    "facts": "Rude.",
    "seen": "0",
    "step": "sure",
}
LIMIT_FIELDS = {
    **{
        f"the {name} of a limit on a person": Field(
            "/admin/desk/held/{held}/limit/",
            name,
            LIMIT,
            latest(ReasonText, "text") if name == "facts" else None,
            by="owner",
            trimmed=True,
        )
        for name in (
            *("facts", "verb", "span", "until", "law", "category", "rule", "seen", "step"),
            "canned",
        )
    },
    **{
        f"the {name} of a hold on a network": Field(
            "/admin/desk/held/{held}/network/",
            name,
            {"days": "1", "facts": "A flood."},
            None,
            by="owner",
        )
        for name in ("days", "facts")
    },
    "why a limit ends": Field(
        "/admin/desk/held/{limited}/limits/{limit}/",
        "facts",
        {},
        latest(ReasonText, "text"),
        by="owner",
        trimmed=True,
    ),
    "what becomes of a proposed ban": Field("/admin/desk/bans/1/", "act", {}, None, by="owner"),
}
