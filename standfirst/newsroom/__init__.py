"""What the paper publishes: page types, story blocks, bylines, topics, fronts, feeds and search.

Owns the pages of the tree and every address below them. Promises that what is not public is on no
front, list, feed, search or sitemap, that a page is the same bytes for everybody, and that a list
costs the same number of queries however long it is. Knows nothing of discussion or funding: their
blocks store words only, and the page templates bring the neighbours together.
"""
