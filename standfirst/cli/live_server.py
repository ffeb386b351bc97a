"""The process that keeps this machine's pages true. Started by `standfirst run`."""

import argparse
import os
import signal
from pathlib import Path

import django

from standfirst.cli.page_follower import start_follower


def main() -> None:
    """Follow until told to stop."""
    parser = argparse.ArgumentParser(prog="standfirst live")
    parser.add_argument("socket", type=Path)
    parser.add_argument("--app", type=Path, required=True)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "standfirst.config.settings")
    django.setup()
    start_follower(chosen.app)
    signal.pause()


if __name__ == "__main__":
    main()
