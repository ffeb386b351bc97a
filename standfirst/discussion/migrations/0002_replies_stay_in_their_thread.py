"""What no column constraint can say: a reply, its root and its branch are of one thread, older than
it, and stay so; a comment's current revision is its own.

On SQLite, a later migration that rebuilds the table of comments takes its triggers along: it must
end by running these functions again. A test fails when they are gone.
"""

from django.db import migrations

COMMENT = "discussion_comment"
REVISION = "discussion_commentrevision"

PLACE = f"""
    NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1
        FROM {COMMENT} parent
        JOIN {COMMENT} root ON root.id = NEW.root_id
        JOIN {COMMENT} branch ON branch.id = NEW.branch_id
        WHERE parent.id = NEW.parent_id
          AND parent.id < NEW.id
          AND parent.thread_id = NEW.thread_id
          AND NEW.depth = parent.depth + 1
          AND NEW.root_id = COALESCE(parent.root_id, parent.id)
          AND root.thread_id = NEW.thread_id
          AND branch.thread_id = NEW.thread_id
    )
"""
OWN_REVISION = f"""
    NEW.current_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {REVISION} r WHERE r.id = NEW.current_id AND r.comment_id = NEW.id
    )
"""
RULES = (
    (
        "a_reply_is_of_its_parents_thread",
        "INSERT OR UPDATE OF thread_id, parent_id, root_id, branch_id, depth, path",
        PLACE,
        "a reply is of its parent's thread",
    ),
    (
        "a_comments_wording_is_its_own",
        "INSERT OR UPDATE OF current_id",
        OWN_REVISION,
        "a comment's wording is its own",
    ),
)


def add(apps, schema_editor):
    on_postgres = schema_editor.connection.vendor == "postgresql"
    for name, events, condition, words in RULES:
        message = words.replace("'", "''")
        if on_postgres:
            schema_editor.execute(
                f"""
                CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF {condition} THEN
                        RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER {name} BEFORE {events} ON {COMMENT}
                FOR EACH ROW EXECUTE FUNCTION {name}();
                """
            )
            continue
        for event in events.split(" OR "):
            # In SQLite NEW.id is not known before the insert, so the check comes after it.
            schema_editor.execute(
                f"""
                CREATE TRIGGER {name}_{event.split()[0].lower()} AFTER {event} ON {COMMENT}
                WHEN {condition}
                BEGIN SELECT RAISE(ABORT, '{message}'); END
                """
            )


def drop(apps, schema_editor):
    on_postgres = schema_editor.connection.vendor == "postgresql"
    for name, events, _condition, _words in RULES:
        if on_postgres:
            schema_editor.execute(f"DROP TRIGGER {name} ON {COMMENT}; DROP FUNCTION {name}();")
            continue
        for event in events.split(" OR "):
            schema_editor.execute(f"DROP TRIGGER {name}_{event.split()[0].lower()}")


class Migration(migrations.Migration):
    dependencies = [("discussion", "0001_initial")]

    operations = [migrations.RunPython(add, drop)]
