"""WordPress exports (WXR 1.0 to 1.2) read, planned and taken over.

Owns the reading of foreign XML (`mending`, `reading`), the temporary store that keeps memory flat
(`spool`), the turning of post HTML into story blocks (`story`), the decision about every single
thing in the file (`fates`) and its writing through our own actions (`writing`). Promises that a
broken file is refused with line and cause before anything is written.
"""
