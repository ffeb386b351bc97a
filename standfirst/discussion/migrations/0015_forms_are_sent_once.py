from importlib import import_module

from django.db import migrations, models

_triggers = import_module("standfirst.discussion.migrations.0002_replies_stay_in_their_thread")


def add_triggers_again(apps, schema_editor):
    """On SQLite the table of comments is made anew, which takes its triggers along."""
    if schema_editor.connection.vendor == "sqlite":
        _triggers.add(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0014_pages_elsewhere_are_discussed'),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='sent_as',
            field=models.CharField(blank=True, db_comment='none', default='', editable=False, max_length=64),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(condition=models.Q(('sent_as', ''), _negated=True), fields=('sent_as',), name='a_form_is_sent_once'),
        ),
        migrations.RunPython(add_triggers_again, migrations.RunPython.noop),
    ]
