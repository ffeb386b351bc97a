"""Orders, filters and what the staff marks. What orders are by is counted by the daily recount."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models


_triggers = import_module("standfirst.discussion.migrations.0002_replies_stay_in_their_thread")


def add_triggers_again(apps, schema_editor):
    """On SQLite the table of comments is made anew, which takes its triggers along."""
    if schema_editor.connection.vendor == "sqlite":
        _triggers.add(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0006_wishes_of_seven_kinds'),
        ('people', '0002_persons'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pinned_at', models.DateTimeField(db_comment='none', null=True, verbose_name='pinned at')),
                ('featured_at', models.DateTimeField(db_comment='none', null=True, verbose_name='featured at')),
                ('answered_at', models.DateTimeField(db_comment='none', null=True, verbose_name='marked as answered at')),
                ('locked_at', models.DateTimeField(db_comment='none', null=True, verbose_name='closed to replies at')),
            ],
            options={
                'verbose_name': 'mark on a comment',
                'verbose_name_plural': 'marks on comments',
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='is_question',
            field=models.BooleanField(db_comment='none', default=False, verbose_name='a question to the author'),
        ),
        migrations.AddField(
            model_name='comment',
            name='author_answers',
            field=models.PositiveIntegerField(db_comment='none', default=0, editable=False, help_text="On a root: visible comments below it by the page's author."),
        ),
        migrations.AddField(
            model_name='comment',
            name='merit',
            field=models.PositiveIntegerField(db_comment='none', default=0, editable=False, help_text='The least share of ups that the votes speak for, in millionths.'),
        ),
        migrations.AddField(
            model_name='comment',
            name='paper_answers',
            field=models.PositiveIntegerField(db_comment='none', default=0, editable=False, help_text="The same by the page's author or the staff."),
        ),
        migrations.AddField(
            model_name='thread',
            name='lock_count',
            field=models.PositiveSmallIntegerField(db_comment='none', default=0, editable=False, help_text='How many of its comments take no replies.'),
        ),
        migrations.AddField(
            model_name='thread',
            name='pin_count',
            field=models.PositiveSmallIntegerField(db_comment='none', default=0, editable=False),
        ),
        migrations.AddField(
            model_name='thread',
            name='slow_seconds',
            field=models.PositiveIntegerField(db_comment='none', default=0, editable=False, verbose_name='seconds between two comments of one person'),
        ),
        migrations.AddField(
            model_name='thread',
            name='stopped_at',
            field=models.DateTimeField(db_comment='none', editable=False, null=True, verbose_name='closed by a moderator at'),
        ),
        migrations.AlterField(
            model_name='discussionsettings',
            name='default_order',
            field=models.CharField(choices=[('newest', 'Newest'), ('oldest', 'Oldest'), ('voted', 'Most voted'), ('best', 'Best'), ('discussed', 'Most discussed'), ('answered', 'Author answered')], db_comment='none', default='newest', max_length=10, verbose_name='first order'),
        ),
        migrations.AlterField(
            model_name='thread',
            name='default_order',
            field=models.CharField(blank=True, choices=[('newest', 'Newest'), ('oldest', 'Oldest'), ('voted', 'Most voted'), ('best', 'Best'), ('discussed', 'Most discussed'), ('answered', 'Author answered')], db_comment='none', default='', max_length=10, verbose_name='first order'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent__isnull', True)), fields=['thread', 'merit', 'id'], name='roots_by_merit'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent__isnull', True)), fields=['thread', 'conversation_count', 'id'], name='roots_by_conversation'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('parent__isnull', True)), fields=['thread', 'author_answers', 'id'], name='roots_by_author_answers'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('is_question', False), ('parent__isnull', True), _connector='OR'), name='only_a_first_comment_asks_the_author'),
        ),
        migrations.AddField(
            model_name='mark',
            name='comment',
            field=models.OneToOneField(db_comment='none', on_delete=django.db.models.deletion.CASCADE, related_name='mark', to='discussion.comment'),
        ),
        migrations.RunPython(add_triggers_again, migrations.RunPython.noop),
    ]
