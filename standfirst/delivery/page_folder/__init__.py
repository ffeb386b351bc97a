"""The folder of finished pages: one file per public address, with compressed copies beside it.

Promises: a page is there whole or not at all; what is there is true until somebody drops it; the
folder can be served by any web server; nothing in it is worth keeping. Knows nothing of Django.
"""

from standfirst.delivery.page_folder.addresses import canonical, place_of
from standfirst.delivery.page_folder.files import Bake, KeptPage, PageFolder

__all__ = ["Bake", "KeptPage", "PageFolder", "canonical", "place_of"]
