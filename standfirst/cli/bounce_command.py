from typing import BinaryIO

import click

from standfirst.cli.state import require_site
from standfirst.cli.words import example
from standfirst.lib import clock
from standfirst.lib.mail_reports import LONGEST_MAIL, read_mail_report
from standfirst.notify.actions import take_report


@click.command(
    "bounce",
    epilog=example(
        "standfirst --site /srv/paper bounce < returned.eml",
        "standfirst --site /srv/paper bounce returned.eml",
    ),
)
@click.argument("mail", type=click.File("rb"), default="-")
def command(mail: BinaryIO) -> None:
    """Take a mail that came back (RFC 3464) or a complaint (RFC 5965), from a file or a pipe.

    Point the mailbox that the paper writes from at it. Mail is kept from the address from then on, if
    the report returns a mail of this paper; every other mail changes nothing.
    """
    require_site()
    report = read_mail_report(mail.read(LONGEST_MAIL + 1))
    if report is None:
        click.echo("That is no report of a mail that came back: nothing was changed.")
        return
    row = take_report(report=report, now=clock.now())
    if row is None:
        click.echo("That report gives no reason to keep mail from anybody: nothing was changed.")
    else:
        click.echo(f"Mail is kept from {row.address} from now on: {row.get_reason_display()}.")
