"""Backup and restore: a whole site in one file, and back.

Owns the format: a ZIP with the database, the media, the settings, and a manifest with every file's
size and SHA-256. Promises that a backup taken while people write is one consistent state; that a
restore looks at everything before it touches anything; and that what it replaced is kept.
"""
