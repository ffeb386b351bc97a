from tests.cli.sites import own_site, static_files  # noqa: F401 (fixtures)
