"""Promises to match gifts, their entries; and what the database itself refuses of them: see docs/funding.md."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from standfirst.lib.guards import Guards


def leg(kind):
    """Sum what the entry of a booking does to one kind of account."""
    return (
        "COALESCE((SELECT SUM(l.amount) FROM funding_leg l"
        " JOIN funding_account a ON a.id = l.account_id WHERE l.entry_id = NEW.entry_id"
        f" AND a.kind = '{kind}' AND a.currency = NEW.currency), 0)"
    )


def is_part(part, entry, account):
    """Say that a booking is of this part, and that its entry moves what it says."""
    return (
        f"(NEW.part = '{part}' AND -NEW.amount = {leg(account)} AND EXISTS"
        " (SELECT 1 FROM funding_entry e JOIN funding_matchpledge p ON p.id = NEW.pledge_id"
        f" WHERE e.sequence = NEW.entry_id AND e.kind = '{entry}'"
        " AND e.campaign_id = p.campaign_id AND p.currency = NEW.currency))"
    )


STANDING = (
    "SELECT {what} FROM funding_matchbooking b WHERE b.part = 'match' AND {whose}"
    " AND NOT EXISTS (SELECT 1 FROM funding_entry r WHERE r.reverses_id = b.entry_id)"
)
MATCHED = STANDING.format(what="SUM(b.amount)", whose="b.pledge_id = NEW.pledge_id")

BOOKING = (
    (
        "An entry of a promise stands once.",
        "EXISTS (SELECT 1 FROM funding_matchbooking WHERE id = NEW.id OR entry_id = NEW.entry_id)",
    ),
    (
        "An entry of a promise agrees with the ledger.",
        "NOT ("
        + " OR ".join(
            (
                is_part("promise", "match pledge", "matched pledges"),
                is_part("match", "match", "matched"),
                is_part("came", "transfer", "match due"),
            )
        )
        + ")",
    ),
    (
        "A payment is matched in its own campaign, by no more than itself.",
        "NEW.part = 'match' AND NOT EXISTS (SELECT 1 FROM funding_payment y"
        " JOIN funding_gift g ON g.id = y.gift_id"
        " JOIN funding_matchpledge p ON p.id = NEW.pledge_id"
        " WHERE y.id = NEW.payment_id AND y.amount >= NEW.amount AND g.campaign_id = p.campaign_id)",
    ),
    (
        "A payment is matched once.",
        "NEW.part = 'match' AND EXISTS ("
        + STANDING.format(what="1", whose="b.payment_id = NEW.payment_id")
        + ")",
    ),
    (
        "No more is matched than was promised.",
        f"NEW.part = 'match' AND NEW.amount + COALESCE(({MATCHED}), 0)"
        " > (SELECT cap FROM funding_matchpledge WHERE id = NEW.pledge_id)",
    ),
)


def end_of(row):
    """Give when the time of a promise is over."""
    return (
        f"CASE WHEN {row}.ended_at < {row}.until_at THEN {row}.ended_at ELSE {row}.until_at END"
    )


PLEDGE = (
    (
        "A promise is in the currency of its campaign.",
        "NEW.currency <> (SELECT currency FROM funding_campaign WHERE id = NEW.campaign_id)",
    ),
    (
        "A campaign has one promise at a time.",
        "EXISTS (SELECT 1 FROM funding_matchpledge p WHERE p.campaign_id = NEW.campaign_id"
        f" AND p.since_at < NEW.until_at AND {end_of('p')} > NEW.since_at"
        f" AND {end_of('p')} > p.since_at)",
    ),
)

GUARDS = Guards(
    app="funding",
    inserts={"matchbooking": BOOKING, "matchpledge": PLEDGE},
    unchanging={"matchbooking": "An entry of a promise is never changed or deleted."},
    fixed={
        "matchpledge": (
            "What was promised to match gifts is never changed.",
            ("campaign_id", "cap", "cap_per_giver", "currency", "since_at", "until_at"),
        ),
    },
    # Two at once are counted one after the other.
    locks={
        "matchbooking": "PERFORM 1 FROM funding_ledgerhead FOR UPDATE;",
        "matchpledge": "PERFORM 1 FROM funding_campaign WHERE id = NEW.campaign_id"
        " FOR NO KEY UPDATE;",
    },
)


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0008_bank_account'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='account',
            name='kind',
            field=models.CharField(choices=[('clearing', 'With the provider'), ('bank', 'Bank'), ('cash', 'Cash box'), ('campaign', 'Given'), ('receivable', 'On its way'), ('pledged', 'Promised'), ('due', 'Taken by the provider, not booked there yet'), ('fees', "The provider's fees"), ('refunded', 'Given back'), ('refunds payable', 'To be given back'), ('disputed', 'In dispute'), ('disputes', 'Kept by the provider for disputes'), ('charged back', 'Lost in disputes'), ('unrestricted', 'For the paper as a whole'), ('match due', 'Due from whoever matches gifts'), ('matched pledges', 'Promised to match gifts'), ('matched', 'Matched'), ('exchange', 'Exchange difference'), ('spending', 'Spent'), ('unexplained', 'Not explained yet')], db_comment='none', max_length=20, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='MatchPledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_comment='personal; who promised, shown by choice; 10 years, by law', max_length=80, verbose_name='name')),
                ('shows_name', models.BooleanField(db_comment='none', default=False, verbose_name='name may be shown')),
                ('cap', models.BigIntegerField(db_comment='money; the most of it; for ever', verbose_name='in all')),
                ('cap_per_giver', models.BigIntegerField(blank=True, db_comment='money; the most for one giver; for ever', null=True, verbose_name='for each giver')),
                ('currency', models.CharField(db_comment='money; of the amounts; for ever', max_length=3, verbose_name='currency')),
                ('since_at', models.DateTimeField(db_comment='none', verbose_name='from')),
                ('until_at', models.DateTimeField(db_comment='none', verbose_name='until')),
                ('ended_at', models.DateTimeField(blank=True, db_comment='none', null=True, verbose_name='ended at')),
                ('released_at', models.DateTimeField(blank=True, db_comment='none', help_text='From then on, only what was matched is owed.', null=True, verbose_name='rest given up at')),
                ('key', models.CharField(db_comment='pseudonym; of the form that made it; 10 years, by law', max_length=60, unique=True)),
                ('entered_at', models.DateTimeField(db_comment='none', verbose_name='entered at')),
                ('campaign', models.ForeignKey(db_comment='none', on_delete=django.db.models.deletion.PROTECT, related_name='match_pledges', to='funding.campaign')),
                ('entered_by', models.ForeignKey(db_comment='pseudonym; who entered it; 10 years, by law', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'promise to match gifts',
                'verbose_name_plural': 'promises to match gifts',
                'ordering': ('-since_at', '-id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('cap__gt', 0)), name='a_match_is_more_than_nothing'), models.CheckConstraint(condition=models.Q(('cap_per_giver__isnull', True), ('cap_per_giver__gt', 0), _connector='OR'), name='a_match_for_each_giver_is_more_than_nothing'), models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('since_at'))), name='a_match_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='MatchBooking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('promise', 'promised'), ('match', 'matched'), ('came', 'paid')], db_comment='none', max_length=10, verbose_name='part')),
                ('amount', models.BigIntegerField(db_comment='money; of this entry; for ever', verbose_name='amount')),
                ('currency', models.CharField(db_comment='money; of the amount; for ever', max_length=3, verbose_name='currency')),
                ('key', models.CharField(blank=True, db_comment='pseudonym; of the form that made it; 10 years, by law', default='', max_length=60)),
                ('entered_by', models.ForeignKey(db_comment='pseudonym; who entered it; 10 years, by law', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.OneToOneField(db_comment='none', on_delete=django.db.models.deletion.PROTECT, related_name='match_booking', to='funding.entry')),
                ('payment', models.ForeignKey(db_comment='none', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='funding.payment')),
                ('pledge', models.ForeignKey(db_comment='none', on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='funding.matchpledge')),
            ],
            options={
                'verbose_name': 'entry of a promise to match gifts',
                'verbose_name_plural': 'entries of promises to match gifts',
                'indexes': [models.Index(fields=['pledge', 'part', 'entry', 'amount'], name='match_by_part')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='a_match_moves_something'), models.CheckConstraint(condition=models.Q(models.Q(('part', 'match'), ('payment__isnull', False)), models.Q(models.Q(('part', 'match'), _negated=True), ('payment__isnull', True)), _connector='OR'), name='a_match_is_of_a_payment_and_nothing_else_is'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('pledge', 'key'), name='what_a_matcher_paid_is_recorded_once')],
            },
        ),
        migrations.AddIndex(
            model_name='giftwords',
            index=models.Index(django.db.models.functions.text.Lower('email'), name='gift_words_by_address'),
        ),
        migrations.RunPython(*GUARDS.steps()),
    ]
