import getpass

import click

from standfirst.accounts.actions import reset_factor
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import require_site
from standfirst.cli.words import example
from standfirst.lib import clock
from standfirst.people.models import User


@click.command("unlock", epilog=example("standfirst --site /srv/paper unlock anna@paper.example"))
@click.argument("address")
def command(*, address: str) -> None:
    """Take away the second step of somebody who has lost it, recovery codes and all.

    They are signed out everywhere, told by mail, and set up another when they sign in next. Be
    sure that it is they who ask you: call them back. The log and the admin's history say who did it.
    """
    require_site()
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        raise CommandRefused(f"Nobody signs in as {address}; `check` the address.")
    if not reset_factor(user=user, by=getpass.getuser(), now=clock.now()):
        raise CommandRefused(f"{user.email} has no second step; nothing was done.")
    click.echo(f"{user.email} signs in without a second step once, and sets up another then.")
