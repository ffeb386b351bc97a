"""What a CDN before the paper is told: by which tags a page is purged there, how long it may be kept.

A longer life is given only where there is somewhere to purge, and only in a header that this one CDN
obeys: `s-maxage` would be believed by every cache on the way, and most of them cannot be reached.
Browsers and all other caches keep asking (`no-cache`). Plain Python: the front has no Django.
"""
