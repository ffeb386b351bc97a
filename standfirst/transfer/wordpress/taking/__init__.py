"""One file for each kind of thing that a paper brings along.

Owns the answer to "what does this become here, and if nothing, why". Promises that a thing and the
note of it are written in one transaction, that a rehearsal writes nothing, and that what was not
public does not become so.
"""
