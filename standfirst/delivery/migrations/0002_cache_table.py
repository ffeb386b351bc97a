from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Make the table of Django's cache, which no migration of Django's makes."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def leave_table(apps, schema_editor):
    """Leave it: what is in it is only a copy."""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [migrations.RunPython(make_table, leave_table)]
