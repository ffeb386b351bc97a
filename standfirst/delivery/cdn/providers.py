"""The CDNs that are known, as their documents say (November 2026).

Fastly: batch purge by surrogate key, at most 256 a request; a soft purge leaves the old copy to be
shown while a new one is fetched. Cloudflare: purge by cache tag, at most 100 a request; how many
requests depends on the plan (5 a minute to 50 a second), more are answered 429 and come later.
Varnish: the xkey module, by a `PURGE` that docs/varnish.vcl.example understands.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

# What nginx and others before the CDN have room for, all headers together being 8 or 16 kB.
LONGEST_TAGS = 6_000
LIFE = "max-age=3600, stale-while-revalidate=60, stale-if-error=86400"
LIFE_SECONDS = 3600
# Said aloud: Fastly takes no notice of `no-cache`, and keeps what says nothing else for a while.
NO_LIFE = "no-store, max-age=0"


@dataclass(frozen=True, slots=True)
class PurgeRequest:
    """What is sent to one place where pages are purged."""

    method: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Provider:
    """How a CDN is told of tags, and how it is asked to purge some.

    ``asks`` takes the tags, whether the old copy must not be shown again, and the token.
    """

    life_header: str
    tags_header: str
    separator: str
    most_tags: int
    needs_token: bool
    ending: str
    """How the address of its purging ends."""
    asks: Callable[[Sequence[str], bool, str], PurgeRequest]


def _fastly(tags: Sequence[str], is_hard: bool, token: str) -> PurgeRequest:  # noqa: FBT001
    headers = {"Fastly-Key": token, **JSON}
    if not is_hard:
        headers["Fastly-Soft-Purge"] = "1"
    return PurgeRequest("POST", headers, json.dumps({"surrogate_keys": list(tags)}).encode())


def _cloudflare(tags: Sequence[str], is_hard: bool, token: str) -> PurgeRequest:  # noqa: FBT001
    headers = {"Authorization": f"Bearer {token}", **JSON}
    return PurgeRequest("POST", headers, json.dumps({"tags": list(tags)}).encode())


def _varnish(tags: Sequence[str], is_hard: bool, token: str) -> PurgeRequest:  # noqa: FBT001
    return PurgeRequest("PURGE", {"xkey" if is_hard else "xkey-soft": " ".join(tags)})


JSON = {"Content-Type": "application/json", "Accept": "application/json"}
PROVIDERS: Mapping[str, Provider] = {
    "fastly": Provider(
        life_header="surrogate-control",
        tags_header="surrogate-key",
        separator=" ",
        most_tags=256,
        needs_token=True,
        ending="/purge",
        asks=_fastly,
    ),
    "cloudflare": Provider(
        life_header="cloudflare-cdn-cache-control",
        tags_header="cache-tag",
        separator=",",
        most_tags=100,
        needs_token=True,
        ending="/purge_cache",
        asks=_cloudflare,
    ),
    "varnish": Provider(
        life_header="surrogate-control",
        tags_header="surrogate-key",
        separator=" ",
        # A header of Varnish has room for 8,192 bytes (http_req_hdr_len).
        most_tags=100,
        needs_token=False,
        ending="",
        asks=_varnish,
    ),
}
