"""Addresses of pages in the one way in which they are compared, whoever wrote them down."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

LONGEST_ADDRESS = 500
DEFAULT_PORTS = {"http": 80, "https": 443}

# What campaigns, mailings and networks hang onto an address to follow whoever opens it.
TRACKING_FAMILIES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "oly_", "vero_", "_hs")
TRACKING = frozenset(
    {
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid"),
        *("yclid", "ysclid", "igshid", "igsh", "li_fat_id", "rdt_cid", "epik", "s_cid", "cmpid"),
        *("mc_cid", "mc_eid", "mkt_tok", "ref_src", "ref_url", "wickedid", "_ga", "_gl", "_ke"),
    }
)
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
# What stands in a path as itself (RFC 3986, 3.3); all else is written with a percent sign.
_IN_PATHS = "/:@!$&'()*+,;=~"


def canonical(address: str) -> str:
    """Write the address of a page on the web in one way; "" for what is none, or too long.

    Case of the host, default ports, the fragment, dots and needless percent signs in the path, the
    order of the query and what in it only follows people make no other page (RFC 3986, 6.2).
    """
    if _UNFIT.search(address) or len(address) > 4 * LONGEST_ADDRESS:
        return ""
    try:
        parts = urlsplit(address)
        home = _home(parts)
        query = urlencode(sorted(_kept(parts.query)))
        path = _path(parts.path)
    except ValueError:
        return ""
    written = f"{home}{path}?{query}" if query else f"{home}{path}"
    return written if home and len(written) <= LONGEST_ADDRESS else ""


def place_of(address: str) -> str:
    """Give what all addresses of one page have in common: `blog.example/post?p=7`; "" as above.

    Whether it is http or https, and a stroke at its end, make no other page.
    """
    path, mark, query = canonical(address).partition("://")[2].partition("?")
    return f"{path.rstrip('/')}{mark}{query}"


def _home(parts: SplitResult) -> str:
    """Give scheme, host and port. Raises ValueError for what has none, or names a user."""
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in DEFAULT_PORTS or not host or parts.username is not None:
        raise ValueError(parts.scheme)
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    is_usual = parts.port in (None, DEFAULT_PORTS[parts.scheme])
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{parts.port}"


def _path(path: str) -> str:
    done: list[str] = []
    pieces = path.split("/")[1:] or [""]
    for piece in pieces:
        if piece == "..":
            del done[-1:]
        elif piece != ".":
            # A stroke that was written with a percent sign stays so: it divides nothing.
            done.append(quote(unquote_to_bytes(piece), safe=_IN_PATHS.removeprefix("/")))
    if pieces[-1] in (".", ".."):
        done.append("")
    return "/" + "/".join(done)


def _kept(query: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    return [
        (name, value)
        for name, value in pairs
        if name.casefold() not in TRACKING and not name.casefold().startswith(TRACKING_FAMILIES)
    ]
