"""Gifts by hand wait for a second person: without one, the database lets none of them be paid."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from standfirst.lib.guards import Guards

# Only on the way to paid: what was recorded before two people were asked for stays as it is.
CONFIRMED = (
    "A gift by hand is paid when a second person has confirmed it.",
    "NEW.state = 'paid' AND OLD.state <> 'paid' AND EXISTS (SELECT 1 FROM funding_manualrecord"
    " WHERE gift_id = NEW.id AND confirmed_by_id IS NULL)",
)
GUARDS = Guards(app="funding", updates={"gift": (CONFIRMED,)})


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0006_receipts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='manualrecord',
            name='ended_at',
            field=models.DateTimeField(blank=True, db_comment='none', null=True, verbose_name='withdrawn or refused at'),
        ),
        migrations.AddField(
            model_name='manualrecord',
            name='ended_by',
            field=models.ForeignKey(blank=True, db_comment='pseudonym; who withdrew or refused it; 10 years, by law', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='manualrecord',
            name='key',
            field=models.CharField(db_comment='none', help_text="The form's own, by which the same form sent twice is one gift.", max_length=60, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='manualrecord',
            name='received_at',
            field=models.DateTimeField(blank=True, db_comment='none', null=True, verbose_name='received at'),
        ),
        migrations.AddConstraint(
            model_name='manualrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('ended_at', None)), _connector='OR'), name='a_confirmation_has_a_name_and_a_time'),
        ),
        migrations.RunPython(*GUARDS.steps()),
    ]
