"""How the program speaks: structured lines, JSON for machines, plain for a terminal.

Standard `logging` and `structlog` end in the same line format, so that Django's, Wagtail's and
our own records can be searched alike. No visitor's address is logged by us.
"""

import sys
from typing import Any

import structlog
from structlog.typing import Processor

from standfirst.lib.log_format import wants_json

DJANGOS_OWN = ("django", "django.server")
QUIETER = {
    # What a stranger asks for that is not there is no news; what breaks is.
    "django.request": {"handlers": [], "level": "ERROR"},
    "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL"},
    # Two lines for every saved page say nothing that an operator asks.
    "django_tasks": {"handlers": [], "level": "WARNING"},
    # Nor do dozens for every PDF, on which glyph was kept of which font.
    "fontTools": {"handlers": [], "level": "WARNING"},
}


def shared_steps() -> list[Processor]:
    """What every record gets, whether it came from structlog or from `logging`."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def configure(*, log_format: str, level: str) -> dict[str, Any]:
    """Set structlog up and give the LOGGING setting that belongs to it."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared_steps(),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared_steps(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *_renderers(as_json=wants_json(log_format)),
                ],
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "lines"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        # Django would also mail its admins and print to consoles of its own.
        "loggers": {name: {"handlers": [], "level": level} for name in DJANGOS_OWN} | QUIETER,
    }


def _renderers(*, as_json: bool) -> list[Processor]:
    if as_json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
