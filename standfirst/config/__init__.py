"""Settings, root addresses and start-up checks: the one place where all apps meet.

Owns what an operator can set (`site_folder`), how the database is opened (`database`,
`sqlite`), what refuses a start (`checks`) and the root address table (`urls`).
Promises that a wrong setting is one sentence that says what to do, before anything runs.
"""
