import sys

import click
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from standfirst.cli.founding import (
    FirstOwner,
    found_site,
    has_owner,
    make_folder,
    make_owner,
    make_tables,
)
from standfirst.cli.progress import step
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import require_settings, site_folder
from standfirst.cli.words import example
from standfirst.lib import clock


@click.command(
    "init",
    epilog=example(
        'standfirst --site /srv/paper init --name "The Harbour Post" --email you@paper.example',
    ),
)
@click.option("--email", help="The first owner's address. Asked for when a person is there.")
@click.option("--owner-name", default="", help="The first owner's name.")
@click.option("--name", default="The Paper", show_default=True, help="What the paper is called.")
def command(*, email: str | None, owner_name: str, name: str) -> None:
    """Make a site: folder, settings, database, groups, first owner, first pages.

    Safe to call again: what is there stays.
    """
    refuse_bad_address(email)
    folder = site_folder()
    is_new = make_folder(folder)
    require_settings()
    with step("Making the tables"):
        make_tables()
    now = clock.now()
    found_site(name=name, now=now)
    if email is None and not has_owner() and sys.stdin.isatty():
        email = click.prompt("The first owner's e-mail address")
        refuse_bad_address(email)
    owner = make_owner(email=email, name=owner_name, now=now) if email else None
    click.echo(f"{'Made' if is_new else 'Brought up to date:'} the site in {folder}")
    report_owner(owner)
    click.echo(
        "Next: write imprint, privacy and house rules; `standfirst check` says what is missing."
    )


def report_owner(owner: FirstOwner | None) -> None:
    """Say how the first owner signs in, or how there comes to be one."""
    if owner is not None:
        click.echo(f"Owner: {owner.user.email}, password {owner.password} (shown once; change it)")
    elif not has_owner():
        click.echo("Nobody may sign in yet: call this again with --email.")


def refuse_bad_address(email: str | None) -> None:
    """Raise CommandRefused for an address that is none."""
    if email is None:
        return
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandRefused(f"{email!r} is no e-mail address.") from error
