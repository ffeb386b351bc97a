"""What an action of any app tells delivery, and what delivery does with it later."""

from standfirst.delivery.actions.cdn import purge_at_cdn, purge_whole_cdn, tell_cdn
from standfirst.delivery.actions.logs import (
    announce,
    forget_old_news,
    mark_stale,
    purge,
    say_node_lives,
)

__all__ = [
    "announce",
    "forget_old_news",
    "mark_stale",
    "purge",
    "purge_at_cdn",
    "purge_whole_cdn",
    "say_node_lives",
    "tell_cdn",
]
