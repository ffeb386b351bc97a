from tests.cli.sites import own_site, static_files  # noqa: F401 (fixtures)
from tests.crowds import paper  # noqa: F401 (a fixture)
