"""Image, rendition and document models, so that every app may point to a picture.

Promises: file names carry 128 random bits; originals are not served.
"""
