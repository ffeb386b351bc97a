"""What the newsroom reads for show: only what is public, in a constant number of queries.

Whatever reads a page for show declares its key; a list of the newest declares LATEST softly.
"""
