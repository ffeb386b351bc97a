"""An app for the real server whose `/slow` takes as long as a file is away, and all else no time."""

import os
import time
from pathlib import Path


def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        release = Path(os.environ["RELEASE"])
        release.with_name("entered").touch()
        while not release.exists():
            time.sleep(0.02)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
