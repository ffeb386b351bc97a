import gc
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import click
import structlog
from django.conf import settings
from django.db import connections

from standfirst.cli import app_server, live_server
from standfirst.cli.demo_people import has_demo_people, kept_logins
from standfirst.cli.founding import settle_address
from standfirst.cli.guard import with_guard
from standfirst.cli.listening import answers, is_loopback, require_free
from standfirst.cli.page_follower import catch_up, node_name
from standfirst.cli.page_release import PAGES, prepare_pages
from standfirst.cli.progress import step
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.replica import begin_with_replica
from standfirst.cli.roles import Role, refuse_role, share_of
from standfirst.cli.running import hold_site
from standfirst.cli.shared_settings import require_shared_settings
from standfirst.cli.state import require_site, site_folder, start_notices
from standfirst.cli.static_release import (
    begin_collecting,
    finish_collecting,
    static_is_current,
)
from standfirst.cli.supervisor import Child, Supervisor, become
from standfirst.cli.warming import warm
from standfirst.cli.words import example
from standfirst.cli.work_command import work
from standfirst.delivery.front.settings import TOKEN
from standfirst.lib import clock
from standfirst.lib.log_format import wants_json
from standfirst.lib.memory import give_back

log = structlog.get_logger("standfirst.run")

# An address of a Unix socket has room for 107 bytes (unix(7)), the file's own name among them.
LONGEST_SOCKET_FOLDER = 92


@dataclass(frozen=True)
class Place:
    """Where the paper listens, and what readers type to get there."""

    address: str
    port: int
    url: str


@click.command(
    "run",
    epilog=example(
        "standfirst --site /srv/paper run --port 9000",
        "standfirst --site /srv/paper run --role web",
    ),
)
@click.option("--address", help="Where to listen; else the setting, which begins as 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Else the setting, 8000 at first.")
@click.option(
    "--role",
    type=click.Choice([each.value for each in Role]),
    default=Role.ALL.value,
    show_default=True,
    help="What this node does of several: web serves readers, worker does what comes later.",
)
def command(*, address: str | None, port: int | None, role: str) -> None:
    """Serve the paper until Ctrl-C: front, app, live events and worker, kept alive."""
    place = chosen_place(address, port)
    begin_again_with(place)
    require_site()
    refuse_role(Role(role), is_placed=bool(address or port))
    refuse_demo_in_the_open(place)
    lock = hold_site(site_folder())
    if lock is None:
        raise CommandRefused(f"The site in {site_folder()} is running already; stop it first.")
    require_shared_settings(node_name(site_folder() / PAGES), clock.now())
    serves_readers = role != Role.WORKER
    if serves_readers:
        require_free(place.address, place.port)
    for notice in start_notices():
        log.warning("notice", notice=notice)
    if not static_is_current():
        collecting = begin_collecting()
        with step("Preparing static files"):
            finish_collecting(collecting)
    if serves_readers:
        begin_with_replica()
        settle_address(place.url)
        keep_pages(site_folder() / PAGES)
    load_everything()
    with socket_folder(site_folder()) as sockets:
        supervisor = Supervisor(share_of(Role(role), children_of(place, sockets)))
        watch = once_ready(place) if serves_readers else None
        supervisor.run(watch=with_guard(watch))
    lock.close()


def chosen_place(address: str | None, port: int | None) -> Place:
    """Where to listen. On this machine alone, another port is another address for readers too."""
    site = settings.SITE
    place = Place(address or site.address, port or site.port, site.url)
    parts = urlsplit(site.url)
    if port and is_loopback(parts.hostname or "") and is_loopback(place.address):
        return Place(place.address, port, f"{parts.scheme}://{parts.hostname}:{port}")
    return place


def refuse_demo_in_the_open(place: Place) -> None:
    """Raise CommandRefused where strangers could meet people whom the demo invented."""
    is_private = is_loopback(place.address) and is_loopback(urlsplit(place.url).hostname or "")
    if not is_private and has_demo_people():
        raise CommandRefused(
            "This site has the demo's people in it, so it is served on 127.0.0.1 only; "
            "make a site of your own with `standfirst init`."
        )


def begin_again_with(place: Place) -> None:
    """Run this command anew where readers' address is another: settings are read once."""
    if place.url != settings.SITE.url:
        environment = {**os.environ, "STANDFIRST_URL": place.url}
        again = [sys.executable, "-m", "standfirst.cli.main", *sys.argv[1:]]
        os.execve(sys.executable, again, environment)  # noqa: S606 (ourselves)


def keep_pages(folder: Path) -> None:
    """Have finished pages kept in a folder; the front is known by a new secret in each run."""
    prepare_pages(folder)
    catch_up(folder)
    settings.STANDFIRST_PAGES = folder
    settings.STANDFIRST_FRONT_TOKEN = os.environ[TOKEN] = secrets.token_urlsafe(32)


def load_everything() -> None:
    """Load what the processes need, once, and let go of what none of them may inherit."""
    warm(import_module("standfirst.config.wsgi").application)
    connections.close_all()
    # What rendering took for a moment is not needed from here on; each process would have its copy.
    give_back()
    # What is loaded now is for life: it stays shared as long as nobody sweeps through it.
    gc.freeze()


def children_of(place: Place, sockets: Path) -> list[Child]:
    """The processes of a site: readers come to the front, and by way of it to the others."""
    app, live = sockets / "app.sock", sockets / "live.sock"
    workers = settings.SITE.app_workers or os.cpu_count() or 1
    front = front_words(place, app, live, workers)
    return [
        # The one that needs no Django is the one that may grow: it begins with nothing.
        Child("front", partial(become, "standfirst.cli.front_server", *front)),
        Child("app", partial(app_server.serve, app, workers)),
        Child("live", partial(live_server.serve, live, app)),
        Child("worker", work),
    ]


def front_words(place: Place, app: Path, live: Path, workers: int) -> list[str]:
    """What the front is told at its start."""
    own = urlsplit(place.url)
    words = {
        "--address": place.address,
        "--port": place.port,
        "--app": f"unix:{app}",
        "--live": f"unix:{live}",
        "--site": site_folder(),
        "--url-host": own.netloc,
        "--language": settings.LANGUAGE_CODE,
        # Each answers from its own memory; measured beside nginx, the second one is worth it.
        "--workers": min(2, os.cpu_count() or 1),
        "--app-workers": workers,
        "--log-format": "json" if wants_json(settings.SITE.log_format) else "text",
    }
    told = [str(word) for pair in words.items() for word in pair]
    for proxy in settings.SITE.trusted_proxies:
        told += ["--trusted-proxy", proxy]
    if settings.SITE.cdn:
        told += ["--cdn", settings.SITE.cdn]
    return [*told, "--secure"] if own.scheme == "https" else told


@contextmanager
def socket_folder(site: Path) -> Iterator[Path]:
    """Give a folder for the processes' sockets that nobody else can reach into."""
    folder = site / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        with tempfile.TemporaryDirectory(prefix="standfirst-") as short:
            yield Path(short)
        return
    folder.mkdir(exist_ok=True, mode=0o700)
    yield folder


def once_ready(place: Place) -> Callable[[], None]:
    """A watch that says, once, that the paper can be read and where everything is."""
    begun = time.monotonic()
    is_said = False

    def watch() -> None:
        nonlocal is_said
        if not is_said and answers(place.address, place.port, url=place.url):
            is_said = True
            log.info("ready", seconds=round(time.monotonic() - begun, 2))
            say_where(place.url)

    return watch


def say_where(url: str) -> None:
    """Print the addresses, and the demo's logins where there are some."""
    rows = [
        ("The paper", f"{url}/"),
        ("Admin", f"{url}/admin/"),
        ("Desk", f"{url}/admin/desk/"),
        ("Site folder", str(site_folder())),
    ]
    logins = kept_logins(site_folder())
    longest = max((len(login.email) for login in logins), default=0)
    rows += [(login.role, f"{login.email:<{longest}}  {login.password}") for login in logins]
    width = max(len(name) for name, _ in rows) + 1
    # An empty line parts what is for a person from the log around it.
    click.echo("")
    for name, words in rows:
        click.echo(f"{name + ':':<{width}} {words}")
    click.echo("Stop with Ctrl-C.\n")
    sys.stdout.flush()
