"""What the bank says came: its facts never change, and a line pays a gift of its very amount."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from standfirst.lib.guards import Guards

PAYS = (
    "A line of a bank statement pays a gift of its very amount.",
    "NEW.gift_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM funding_gift g WHERE g.id = NEW.gift_id"
    " AND g.amount = NEW.amount AND g.currency = NEW.currency)",
)
GUARDS = Guards(
    app="funding",
    inserts={"bankline": (PAYS,)},
    updates={"bankline": (PAYS,)},
    fixed={
        "bankline": (
            "What a bank says came is never changed.",
            ("statement_id", "key", "booked_date", "amount", "currency"),
        ),
    },
)


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0010_milestones'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(blank=True, db_comment='none', max_length=200, verbose_name='file')),
                ('iban', models.CharField(db_comment='none', max_length=34, verbose_name='IBAN')),
                ('known', models.PositiveIntegerField(db_comment='none', default=0, help_text='Lines of earlier files.', verbose_name='known already')),
                ('others', models.PositiveIntegerField(db_comment='none', default=0, help_text='Lines that say no money came: what was paid, or is not booked.', verbose_name='left out')),
                ('taken_at', models.DateTimeField(db_comment='none', db_index=True, verbose_name='read at')),
                ('taken_by', models.ForeignKey(db_comment='pseudonym; who brought it; 10 years, by law', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bank statement',
                'verbose_name_plural': 'bank statements',
                'ordering': ('-taken_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_comment='pseudonym; a digest of what the bank says; 10 years, by law', help_text='The same for the same line in every statement.', max_length=64, unique=True)),
                ('booked_date', models.DateField(db_comment='none', verbose_name='booked on')),
                ('amount', models.BigIntegerField(db_comment='money; what came; 10 years, by law', verbose_name='amount')),
                ('currency', models.CharField(db_comment='money; of the amount; 10 years, by law', max_length=3, verbose_name='currency')),
                ('payer', models.CharField(blank=True, db_comment='personal; to find whose gift it is; 10 years, by law', max_length=140, verbose_name='who paid')),
                ('text', models.CharField(blank=True, db_comment='content; what whoever paid wrote; 10 years, by law', max_length=500, verbose_name='text')),
                ('reference', models.CharField(blank=True, db_comment='pseudonym; of the promise that it pays; 10 years, by law', max_length=100, verbose_name='reference')),
                ('bank_ref', models.CharField(blank=True, db_comment="pseudonym; the bank's name for it; 10 years, by law", max_length=100, verbose_name="the bank's reference")),
                ('is_set_aside', models.BooleanField(db_comment='none', default=False, verbose_name='no gift')),
                ('decided_at', models.DateTimeField(blank=True, db_comment='none', null=True, verbose_name='said at')),
                ('note', models.CharField(blank=True, db_comment='content; what the treasurer wrote about it; 10 years, by law', default='', max_length=200, verbose_name='note')),
                ('decided_by', models.ForeignKey(blank=True, db_comment='pseudonym; who said what it is; 10 years, by law', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gift', models.OneToOneField(blank=True, db_comment='none', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_line', to='funding.gift')),
                ('statement', models.ForeignKey(db_comment='none', on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funding.bankstatement')),
            ],
            options={
                'verbose_name': 'line of a bank statement',
                'verbose_name_plural': 'lines of bank statements',
                'ordering': ('booked_date', 'id'),
                'indexes': [models.Index(condition=models.Q(('gift', None), ('is_set_aside', False)), fields=['booked_date', 'id'], name='bank_line_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='what_came_is_something'), models.CheckConstraint(condition=models.Q(('gift', None), ('is_set_aside', False), _connector='OR'), name='a_gift_is_not_set_aside')],
            },
        ),
        migrations.RunPython(*GUARDS.steps()),
    ]
