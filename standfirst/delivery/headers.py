"""The security headers, by kind of page (OWASP Secure Headers; Content Security Policy Level 3).

Plain Python: the app and the front both send them.
"""

from collections.abc import Mapping

from standfirst.lib.players import FRAME_SOURCES

PUBLIC_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        # Nothing loads from there before a reader presses; no other site can be framed.
        f"frame-src {' '.join(FRAME_SOURCES)}",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types standfirst",
    )
)

FORMS_LEAD_HERE = "form-action 'self'"


def policy_with_forms_to(*origins: str) -> str:
    """Give the public policy for a page whose form may lead to other sites too.

    Browsers apply ``form-action`` to where the answer of a form redirects as well.
    """
    return PUBLIC_POLICY.replace(FORMS_LEAD_HERE, " ".join((FORMS_LEAD_HERE, *origins)))


# Wagtail's editor needs inline styles and scripts, and shows previews in frames.
STAFF_POLICY = "; ".join(  # noqa: FLY002 -- a directive a line
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
    ),
}


def headers_for(*, path: str, is_secure: bool) -> dict[str, str]:
    """Give the headers that every response to a request for this path carries."""
    is_staff = path.startswith("/admin/")
    headers = {
        **EVERYWHERE,
        "Content-Security-Policy": STAFF_POLICY if is_staff else PUBLIC_POLICY,
    }
    if is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers
