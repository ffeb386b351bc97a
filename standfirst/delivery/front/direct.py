"""Answering from memory on the server's own thread.

Granian hands each request from its thread to the event loop's: a task, a wake-up and two switches,
which is more work than the answer. What memory can answer needs no loop; so the server's thread is
let do it, and only the rest is handed over. It leans on one private function of the pinned Granian;
where that is another one some day, every request goes the usual way, which is the same application.
"""

import logging
from collections.abc import Callable
from typing import Any

from granian import _futures

from standfirst.delivery.front.rsgi import HTTPProtocol, Scope

SCHEDULING = "_cbsched_aioschedule"
log = logging.getLogger("standfirst.front")


def answer_directly(answer: Callable[[Scope, HTTPProtocol], bool]) -> bool:
    """Have requests tried with `answer` first; give whether this Granian can do it.

    To be called in a worker before it serves. `answer` says whether it has answered, must not wait,
    and runs beside the event loop, in another thread.
    """
    usual: Any = getattr(_futures, SCHEDULING, None)
    if usual is None:
        log.warning(
            "This Granian hands on requests in another way; each will take a little longer."
        )
        return False

    def scheduling(loop: Any, context: Any, callback: Any) -> Callable[[Any], None]:
        hand_on = usual(loop, context, callback)

        def schedule(watcher: Any) -> None:
            try:
                is_answered = answer(watcher.scope, watcher.proto)
            except Exception:
                log.exception("a request that memory could not answer")
                is_answered = False
            if not is_answered:
                hand_on(watcher)

        return schedule

    setattr(_futures, SCHEDULING, scheduling)
    return True
