"""What has no place here: named and counted, with the reason."""

from __future__ import annotations

from collections.abc import Iterator

from standfirst.transfer.wordpress.move import Move
from standfirst.transfer.wordpress.spool import Row, left

_LOOK = "belongs to the old paper's look"
_WHY = {
    "custom_css": _LOOK,
    "customize_changeset": _LOOK,
    "nav_menu_item": "menus are made anew, in the site's settings",
    "no type": "does not say what it is",
    "oembed_cache": "a copy that the old system kept for itself",
    "revision": "an older wording: only the newest is taken",
    "user_request": "a request about personal data, answered there",
    "wp_block": "a part that posts share: its words went into those that use it",
    "wp_font_face": _LOOK,
    "wp_font_family": _LOOK,
    "wp_global_styles": _LOOK,
    "wp_navigation": "menus are made anew, in the site's settings",
    "wp_template": _LOOK,
    "wp_template_part": _LOOK,
}
_TAKEN_ELSEWHERE = "('item:post', 'item:page', 'item:attachment')"


def leave_others(move: Move) -> Iterator[Row]:
    condition = f"kind LIKE 'item:%' AND kind NOT IN {_TAKEN_ELSEWHERE} AND outcome = ''"
    for row in move.spool.rows(f"{condition} ORDER BY seq"):
        kind = row.kind.removeprefix("item:")
        why = _WHY.get(kind, f"things of the kind “{kind}” are not known here")
        move.spool.settle(row.seq, left(why))
        yield row
