"""Triggers that make a table append-only, in the dialects of SQLite and PostgreSQL."""

from collections.abc import Callable
from typing import Any

Step = Callable[[Any, Any], None]


def append_only(table: str) -> tuple[Step, Step]:
    """Give the two steps of a migration that make a table refuse UPDATE and DELETE, and undo it.

    For ``migrations.RunPython(*append_only("app_model"))``. The database raises an error that
    Django shows as IntegrityError (SQLite) or InternalError (PostgreSQL).
    """
    return _step(refuse_changes_sql, table), _step(allow_changes_sql, table)


def refuse_changes_sql(vendor: str, table: str) -> list[str]:
    """Give the statements that install the triggers."""
    message = f"{table} is append-only"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    if vendor == "sqlite":
        # INSERT OR REPLACE deletes the old row without asking its triggers (lang_conflict.html).
        is_there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 (a table's name)
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {is_there} {refuse}",
        ]
    return [
        f"""CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{message}'; END $$""",
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
    ]


def allow_changes_sql(vendor: str, table: str) -> list[str]:
    """Give the statements that take the triggers away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {table}_no_{event}" for event in ("update", "delete", "replace")]
    return [f"DROP FUNCTION {table}_refuse() CASCADE"]


def _step(statements: Callable[[str, str], list[str]], table: str) -> Step:
    def run(apps: Any, schema_editor: Any) -> None:
        for statement in statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement)

    return run
