"""Receipts, whom they are made out to, what the paper says on them; and what the database refuses of them."""

import django.db.models.deletion
from django.db import migrations, models

from standfirst.lib.guards import Guards


# What an entry changes of what the paper keeps: given, given back, lost for good.
KEPT = (
    "COALESCE((SELECT -SUM(l.amount) FROM funding_leg l"
    " JOIN funding_account a ON a.id = l.account_id WHERE l.entry_id = NEW.entry_id"
    " AND a.kind IN ('campaign', 'refunded', 'charged back') AND a.currency = NEW.currency), 0)"
)

RECEIPT = (
    (
        "A receipt stands once.",
        "EXISTS (SELECT 1 FROM funding_receipt WHERE id = NEW.id OR entry_id = NEW.entry_id"
        " OR (year = NEW.year AND number = NEW.number))",
    ),
    (
        "A receipt has the next number of its year.",
        "NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM funding_receipt"
        " WHERE year = NEW.year), 0)",
    ),
    (
        "A receipt is of real money.",
        "(SELECT is_rehearsed FROM funding_entry WHERE sequence = NEW.entry_id)"
        " OR (SELECT is_rehearsed FROM funding_payment WHERE id = NEW.payment_id)",
    ),
    (
        "A receipt agrees with its entry.",
        f"NEW.amount <> {KEPT}",
    ),
    (
        "What takes back names the receipt that it cancels.",
        "(NEW.amount < 0 AND NEW.cancels_id IS NULL) OR (NEW.cancels_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM funding_receipt WHERE id = NEW.cancels_id"
        " AND payment_id = NEW.payment_id))",
    ),
)

GUARDS = Guards(
    app="funding",
    inserts={"receipt": RECEIPT},
    unchanging={"receipt": "A receipt is never changed or deleted."},
)


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0005_finding'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReceiptCounter',
            fields=[
                ('year', models.PositiveSmallIntegerField(db_comment='none', primary_key=True, serialize=False, verbose_name='year')),
                ('last', models.PositiveIntegerField(db_comment='none', default=0, verbose_name='last number')),
            ],
            options={
                'verbose_name': 'counter of receipts',
                'verbose_name_plural': 'counters of receipts',
            },
        ),
        migrations.CreateModel(
            name='ReceiptWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_comment='none', max_length=200, verbose_name='name')),
                ('address', models.TextField(blank=True, db_comment='none', max_length=400, verbose_name='address')),
                ('law', models.TextField(blank=True, db_comment='none', max_length=1200, verbose_name='words of the law')),
                ('since_at', models.DateTimeField(db_comment='none', db_index=True, verbose_name='since')),
            ],
            options={
                'verbose_name': 'words on receipts',
                'verbose_name_plural': 'words on receipts',
                'ordering': ('-since_at', '-id'),
            },
        ),
        migrations.AddField(
            model_name='giftwords',
            name='dedicated_to',
            field=models.CharField(blank=True, db_comment='personal; whom the gift is given for, shown with the message; until erased', default='', max_length=80, verbose_name='to whom it is dedicated'),
        ),
        migrations.AddField(
            model_name='giftwords',
            name='dedication',
            field=models.CharField(blank=True, choices=[('', 'Nobody'), ('for', 'For somebody'), ('memory', 'In memory of somebody')], db_comment='none', default='', max_length=10, verbose_name='given'),
        ),
        migrations.AddField(
            model_name='giftwords',
            name='hidden_at',
            field=models.DateTimeField(blank=True, db_comment='none', help_text='By us: from then on nothing of it is shown that nobody has looked at.', null=True, verbose_name='hidden at'),
        ),
        migrations.AddField(
            model_name='giftwords',
            name='language',
            field=models.CharField(blank=True, db_comment='none', default='', help_text='Of the page where it was given.', max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='giftwords',
            name='shows_amount',
            field=models.BooleanField(db_comment='none', default=False, verbose_name='amount may be shown'),
        ),
        migrations.CreateModel(
            name='ReceiptAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, db_comment='personal; whom the receipt is made out to; until erased', default='', max_length=120, verbose_name='name')),
                ('address', models.TextField(blank=True, db_comment='personal; the postal address on the receipt; until erased', default='', max_length=300, verbose_name='address')),
                ('said_at', models.DateTimeField(db_comment='none', null=True, verbose_name='said at')),
                ('erased_at', models.DateTimeField(db_comment='none', null=True, verbose_name='erased at')),
                ('gift', models.OneToOneField(db_comment='none', on_delete=django.db.models.deletion.CASCADE, related_name='receipt_address', to='funding.gift')),
            ],
            options={
                'verbose_name': 'address of a receipt',
                'verbose_name_plural': 'addresses of receipts',
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(db_comment='none', verbose_name='year')),
                ('number', models.PositiveIntegerField(db_comment='none', verbose_name='number')),
                ('amount', models.BigIntegerField(db_comment='money; what came, or below nothing what went back; for ever', verbose_name='amount')),
                ('currency', models.CharField(db_comment='money; of the amount; for ever', max_length=3, verbose_name='currency')),
                ('issued_at', models.DateTimeField(db_comment='none', verbose_name='issued at')),
                ('cancels', models.ForeignKey(db_comment='none', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cancelled_by', to='funding.receipt')),
                ('entry', models.OneToOneField(db_comment='none', on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='funding.entry')),
                ('payment', models.ForeignKey(db_comment='none', on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='funding.payment')),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
                'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='a_receipt_number_is_given_once'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='a_receipt_is_about_something')],
            },
        ),
        migrations.RunPython(*GUARDS.steps()),
    ]
