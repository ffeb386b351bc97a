"""How many comments many pages have, in one request."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja.params import functions as param

from standfirst.discussion.api.router import router
from standfirst.discussion.api.schemas import CountsOut, PageAddress
from standfirst.discussion.queries.counted import MOST_PAGES, counts_at
from standfirst.lib.clock import now as clock

TAGS = ["Reading"]
MANY = param.Query(..., min_length=1, max_length=MOST_PAGES)


@router.get("/counts", response=CountsOut, summary="How many comments many pages have", tags=TAGS)
def counts(request: HttpRequest, page: Annotated[list[PageAddress], MANY]) -> dict[str, Any]:
    """At most half a minute old. Each page once, by its path or, elsewhere, its canonical address."""
    found = counts_at(request, page, now=clock())
    return {"counts": [found[path] for path in sorted(found)]}
