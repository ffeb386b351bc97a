"""The process that faces readers: Granian's parent, with the front's workers.

Started by `standfirst run`. Knows nothing of Django, and neither do its workers.
"""

import argparse
import json
import logging
import os
import resource
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from standfirst.delivery.cdn.providers import PROVIDERS
from standfirst.delivery.front.application import Front
from standfirst.delivery.front.direct import answer_directly
from standfirst.delivery.front.settings import MEBIBYTE, FrontSettings, token_from
from standfirst.delivery.front.trouble import speak
from standfirst.worker.lifeline import end_with_parent

# Connections that one worker holds at once, idle ones included.
CONNECTIONS_PER_WORKER = 20_000
BACKLOG = 4096
RESPAWN_SECONDS = 0.5
KILL_AFTER_SECONDS = 8
# A client that has not sent its headers by then is dropped; so is an idle connection.
HEADER_SECONDS = 15
# Requests that the app has in hand, and that wait for it, for each of its workers.
SLOTS = 8
RESERVED_SLOTS = 2
WAITING = 64


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until told to stop."""
    chosen = parser().parse_args(arguments)
    allow_many_connections()
    loader: Any = partial(load_front, os.getpid(), settings_from(chosen), chosen.log_format)
    Server(
        "standfirst.front",
        address=chosen.address,
        port=chosen.port,
        interface=Interfaces.RSGI,
        workers=chosen.workers,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        backlog=BACKLOG,
        backpressure=CONNECTIONS_PER_WORKER,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        process_name="standfirst: front",
    ).serve(target_loader=loader, wrap_loader=False)


def parser() -> argparse.ArgumentParser:
    """What the process is told; the secret comes by the environment, which `ps` does not show."""
    made = argparse.ArgumentParser(prog="standfirst front")
    made.add_argument("--address", required=True)
    made.add_argument("--port", type=int, required=True)
    made.add_argument("--app", required=True, help="unix:/path, or host:port")
    made.add_argument("--live", default="", help="the same for event streams")
    made.add_argument("--site", type=Path, required=True)
    made.add_argument("--url-host", required=True, help="the paper's own host, with its port")
    made.add_argument("--language", default="en", help="the paper's own")
    made.add_argument("--secure", action="store_true", help="readers come by https")
    made.add_argument("--trusted-proxy", action="append", default=[])
    made.add_argument("--cdn", choices=sorted(PROVIDERS), default="")
    made.add_argument("--workers", type=int, default=1)
    made.add_argument("--app-workers", type=int, default=os.cpu_count() or 1)
    made.add_argument("--memory", type=int, default=128, help="MiB of pages, for each worker")
    made.add_argument("--body", type=int, default=64, help="MiB that a client may send at once")
    made.add_argument("--answer-seconds", type=float, default=60.0, help="patience with the app")
    made.add_argument("--log-format", choices=("text", "json"), default="text")
    return made


def settings_from(chosen: argparse.Namespace) -> FrontSettings:
    """Share what the app can take among the front's workers."""
    share = -(-chosen.app_workers // chosen.workers)
    return FrontSettings(
        pages=chosen.site / "pages",
        static=chosen.site / "static",
        media=chosen.site / "media",
        app=chosen.app,
        live=chosen.live,
        host=chosen.url_host,
        token=token_from(os.environ),
        is_secure=chosen.secure,
        language=chosen.language,
        cdn=chosen.cdn,
        trusted_proxies=tuple(chosen.trusted_proxy),
        memory_bytes=chosen.memory * MEBIBYTE,
        body_bytes=chosen.body * MEBIBYTE,
        answer_seconds=chosen.answer_seconds,
        slots=SLOTS * share,
        reserved_slots=RESERVED_SLOTS * share,
        waiting=WAITING * share,
    )


def allow_many_connections() -> None:
    """Raise the number of open files to what this system allows."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def load_front(parent: int, settings: FrontSettings, log_format: str) -> Front:
    """Make the application, in a worker that is tied to this process before anything else."""
    end_with_parent(parent)
    configure_log(as_json=log_format == "json")
    speak(settings.language)
    front = Front(settings)
    answer_directly(front.shelf.give_from_memory)
    return front


def configure_log(*, as_json: bool) -> None:
    """Lines like the app's own; no visitor's address is in them."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else logging.Formatter(PLAIN))
    logger = logging.getLogger("standfirst.front")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


PLAIN = "%(asctime)s [%(levelname)s] %(name)s: %(message)s"


class JsonLines(logging.Formatter):
    """One JSON object a line, with the names that the app's lines have."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(
            {
                "event": record.getMessage(),
                "level": record.levelname.lower(),
                "logger": record.name,
                "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            }
        )


if __name__ == "__main__":
    main()
