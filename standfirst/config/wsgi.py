"""The WSGI application that Granian, or any other WSGI server, runs."""

import os
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from standfirst.delivery.unreadable import readable_type

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "standfirst.config.settings")
django_application = get_wsgi_application()
IS_SECURE = settings.STANDFIRST_BASE_URL.startswith("https://")


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer one request. The site's own address settles the scheme, not a client's header."""
    environ["wsgi.url_scheme"] = "https" if IS_SECURE else "http"
    environ["CONTENT_TYPE"] = readable_type(environ.get("CONTENT_TYPE", ""))
    return django_application(environ, start_response)
