"""How a command says that it will not, or could not, do what was asked."""

from typing import IO, Any

import click


class CommandRefused(click.ClickException):
    """One sentence that says what is wrong and what to do. Exit code 1."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence on standard error, as itself."""
        click.echo(f"standfirst: {self.format_message()}", err=True, file=file)
