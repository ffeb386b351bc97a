"""Decisions are appended, never changed or deleted: the database itself refuses."""

from django.db import migrations

from standfirst.lib.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunPython(*append_only("moderation_decision"))]
