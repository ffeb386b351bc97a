import click
from django.core.management import execute_from_command_line

from standfirst.cli.words import example


@click.command(
    "manage",
    epilog=example(
        "standfirst manage showmigrations",
        "standfirst manage help migrate",
    ),
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run one of Django's or Wagtail's own commands on this site."""
    execute_from_command_line(["standfirst manage", *arguments])
