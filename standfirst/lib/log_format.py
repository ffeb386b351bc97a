"""In which form a process writes its log."""

import sys


def wants_json(log_format: str) -> bool:
    """`json` and `text` say so; `auto` is JSON unless somebody is watching."""
    return log_format == "json" or (log_format == "auto" and not sys.stderr.isatty())
