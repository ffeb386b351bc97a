"""Triggers by which the database itself refuses what an app must never do, on SQLite and PostgreSQL.

On SQLite a REPLACE deletes without firing DELETE triggers, so an INSERT's checks also have to refuse what
is there already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from standfirst.lib.triggers import Step

Checks = Sequence[tuple[str, str]]
"""A sentence, and the condition (SQL of both engines, with NEW) under which it is said."""
Fixed = tuple[str, Sequence[str]]
"""A sentence, and the columns that never change."""

WHEN = {"is_checked": "BEFORE INSERT", "stays_checked": "BEFORE UPDATE"}


@dataclass(frozen=True)
class Guards:
    """What is refused of some tables of an app, each named without the app's prefix."""

    app: str
    inserts: Mapping[str, Checks] = field(default_factory=dict)
    updates: Mapping[str, Checks] = field(default_factory=dict)
    unchanging: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Fixed] = field(default_factory=dict)
    locks: Mapping[str, str] = field(default_factory=dict)
    """What PostgreSQL does before the checks of a table, such as locking what they read."""

    def steps(self) -> tuple[Step, Step]:
        """Give the two steps of a migration, for ``migrations.RunPython(*guards.steps())``."""
        return _runs(self.create), _runs(self.drop)

    def names(self, vendor: str) -> Iterator[tuple[str, str]]:
        """Give each trigger with its table."""
        events = (
            ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
        )
        for name, does, _ in self._checked():
            yield f"{self.app}_{name}_{does}", self._table(name)
        for name in self.unchanging:
            for event in events:
                yield f"{self.app}_{name}_refuses_{event}", self._table(name)
        for name in self.fixed:
            yield f"{self.app}_{name}_keeps_what_is_fixed", self._table(name)

    def create(self, vendor: str) -> Iterator[str]:
        """Give the statements that install them."""
        return self._postgres() if vendor == "postgresql" else self._sqlite()

    def drop(self, vendor: str) -> Iterator[str]:
        """Give the statements that take them away."""
        for name, table in self.names(vendor):
            if vendor == "postgresql":
                yield f"DROP TRIGGER {name} ON {table}"
                yield f"DROP FUNCTION {name}()"
            else:
                yield f"DROP TRIGGER {name}"

    def _table(self, name: str) -> str:
        return f"{self.app}_{name}"

    def _checked(self) -> Iterator[tuple[str, str, Checks]]:
        """Give each table whose rows are checked, what its trigger does, and the checks."""
        for name, checks in self.inserts.items():
            yield name, "is_checked", checks
        for name, checks in self.updates.items():
            yield name, "stays_checked", checks

    def _sqlite(self) -> Iterator[str]:
        for name, does, checks in self._checked():
            steps = "\n".join(
                f"SELECT RAISE(ABORT, '{sentence}') WHERE {broken};" for sentence, broken in checks
            ).replace("IS DISTINCT FROM", "IS NOT")
            table = self._table(name)
            yield f"CREATE TRIGGER {table}_{does} {WHEN[does]} ON {table}\nBEGIN\n{steps}\nEND"
        for name, sentence in self.unchanging.items():
            for event in ("UPDATE", "DELETE"):
                table = self._table(name)
                yield (
                    f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table}\n"
                    f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                )
        for name, (sentence, columns) in self.fixed.items():
            changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
            table = self._table(name)
            yield (
                f"CREATE TRIGGER {table}_keeps_what_is_fixed BEFORE UPDATE ON {table}\n"
                f"WHEN {changed}\nBEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )

    def _postgres(self) -> Iterator[str]:
        for name, does, checks in self._checked():
            steps = self.locks.get(name, "") + "\n".join(
                f"IF {broken} THEN {_refuse(sentence)} END IF;" for sentence, broken in checks
            )
            yield from _function(self._table(name), does, WHEN[does], steps)
        for name, sentence in self.unchanging.items():
            table, refuse = self._table(name), _refuse(sentence)
            for event in ("UPDATE", "DELETE"):
                yield from _function(table, f"refuses_{event.lower()}", f"BEFORE {event}", refuse)
            yield from _function(
                table, "refuses_truncate", "BEFORE TRUNCATE", refuse, each="STATEMENT"
            )
        for name, (sentence, columns) in self.fixed.items():
            changed = " OR ".join(
                f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns
            )
            steps = f"IF {changed} THEN {_refuse(sentence)} END IF;"
            yield from _function(self._table(name), "keeps_what_is_fixed", "BEFORE UPDATE", steps)


def _refuse(sentence: str) -> str:
    return f"RAISE EXCEPTION '{sentence}' USING ERRCODE = '23514';"


def _function(table: str, does: str, when: str, body: str, each: str = "ROW") -> Iterator[str]:
    name = f"{table}_{does}"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        f"BEGIN\n{body}\nRETURN NEW;\nEND $$"
    )
    yield f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"


def _runs(statements: Any) -> Step:
    def run(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        # A cursor rather than schema_editor.execute, which would read the percent signs and parts.
        with schema_editor.connection.cursor() as cursor:
            for statement in statements(vendor):
                cursor.execute(statement)

    return run
