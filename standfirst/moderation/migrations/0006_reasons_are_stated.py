"""Decisions say all that the EU's database asks for, and have a statement of reasons each.

SQLite makes the table anew for a new column, which would drop its triggers silently.
"""

import django.db.models.deletion
import standfirst.lib.secret
from django.db import migrations, models

from standfirst.lib.triggers import append_only

refuse_changes, allow_changes = append_only("moderation_decision")


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0005_words_have_places"),
        ("people", "0007_a_page_of_ones_own"),
    ]

    operations = [
        migrations.RunPython(allow_changes, refuse_changes),
        migrations.AlterField("decision", "measure", models.CharField(choices=[('held', 'held'), ('approved', 'approved'), ('removed', 'removed'), ('restored', 'restored'), ('labelled', 'labelled'), ('slowed', 'slowed'), ('warned', 'person warned'), ('suspended', 'person suspended'), ('banned', 'person banned'), ('held_first', "person's texts held first"), ('freed', 'limit on a person lifted'), ('left', 'report looked at, left as it is'), ('pinned', 'pinned'), ('unpinned', 'pinned no more'), ('featured', 'featured'), ('unfeatured', 'featured no more'), ('answered', 'marked as answered'), ('unanswered', 'marked as answered no more'), ('locked', 'closed to replies'), ('unlocked', 'open to replies again'), ('closed', 'discussion closed'), ('reopened', 'discussion opened again'), ('hastened', 'discussion slowed no more'), ('votes_counted', 'burst of votes counted'), ('votes_dropped', 'burst of votes dropped'), ('votes_wait', 'burst of votes waits again')], db_comment="none", max_length=20, verbose_name="measure")),
        migrations.AlterField("decision", "source", models.CharField(choices=[('screen', 'a screen'), ('report', 'a report'), ('notice', 'a notice of illegal content'), ('flagger', 'a trusted flagger'), ('own', 'own initiative'), ('authority', 'an authority'), ('appeal', 'an appeal')], db_comment="none", max_length=10, verbose_name="source")),
        migrations.AddField("decision", "legal_ground", models.CharField(blank=True, db_comment="none", default="", max_length=500, verbose_name="law")),
        migrations.AddField("decision", "is_also_illegal", models.BooleanField(db_comment="none", default=False, verbose_name="illegal besides")),
        migrations.AddField("decision", "category", models.CharField(blank=True, choices=[('ANIMAL_WELFARE', 'animal welfare'), ('CONSUMER_INFORMATION', 'consumer information'), ('CYBER_VIOLENCE', 'cyber violence'), ('CYBER_VIOLENCE_AGAINST_WOMEN', 'cyber violence against women'), ('DATA_PROTECTION_AND_PRIVACY_VIOLATIONS', 'data protection and privacy'), ('ILLEGAL_OR_HARMFUL_SPEECH', 'illegal or harmful speech'), ('INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'intellectual property'), ('NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS', 'harm to civic discourse or elections'), ('OTHER_VIOLATION_TC', 'other breach of the house rules'), ('PROTECTION_OF_MINORS', 'protection of minors'), ('RISK_FOR_PUBLIC_SECURITY', 'risk for public security'), ('SCAMS_AND_FRAUD', 'scams and fraud'), ('SELF_HARM', 'self-harm'), ('UNSAFE_AND_PROHIBITED_PRODUCTS', 'unsafe or prohibited products'), ('VIOLENCE', 'violence')], db_comment="none", default="", max_length=60, verbose_name="category")),
        migrations.AddField("decision", "keyword", models.CharField(blank=True, choices=[('HATE_SPEECH', 'hate speech'), ('DEFAMATION', 'defamation'), ('DISCRIMINATION', 'discrimination'), ('INCITEMENT_VIOLENCE_HATRED', 'incitement to violence or hatred'), ('ONLINE_BULLYING_INTIMIDATION', 'bullying or intimidation'), ('STALKING', 'stalking'), ('DISINFORMATION', 'disinformation'), ('MISINFORMATION', 'misinformation'), ('COPYRIGHT_INFRINGEMENT', 'copyright'), ('TRADEMARK_INFRINGEMENT', 'trade marks'), ('PHISHING', 'phishing'), ('INAUTHENTIC_ACCOUNTS', 'accounts that pretend'), ('TERRORIST_CONTENT', 'terrorist content'), ('CHILD_SEXUAL_ABUSE_MATERIAL', 'child sexual abuse material'), ('SUICIDE', 'suicide'), ('OTHER', 'something else')], db_comment="none", default="", max_length=60, verbose_name="what exactly")),
        migrations.AddField("decision", "source_identity", models.CharField(blank=True, db_comment="none", default="", help_text="Never a person's name: a decision is kept for ever.", max_length=200, verbose_name="which organisation or authority")),
        migrations.AddField("decision", "proposed_by", models.ForeignKey(db_comment="pseudonym; who asked for a second person; for ever", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="decisions_proposed", to="people.person")),
        migrations.AddField("decision", "noticed_at", models.DateTimeField(db_comment="none", null=True, verbose_name="waited since")),
        migrations.AddField("decision", "content_type", models.CharField(choices=[('text', 'text'), ('image', 'image'), ('other', 'other')], db_comment="none", default="text", max_length=10, verbose_name="sort of content")),
        migrations.AddField("decision", "content_language", models.CharField(blank=True, db_comment="none", default="", max_length=12, verbose_name="language of the content")),
        migrations.AddField("decision", "content_date", models.DateField(db_comment="none", null=True, verbose_name="date of the content")),
        migrations.AddField("decision", "address", models.CharField(blank=True, db_comment="none", default="", max_length=500, verbose_name="where it stands")),
        migrations.AddField("decision", "territory", models.CharField(blank=True, db_comment="none", default="", help_text="Codes with a space between; empty for everywhere.", max_length=120, verbose_name="countries")),
        migrations.AddField("decision", "account_type", models.CharField(choices=[('private', 'for themselves'), ('business', 'for a business')], db_comment="none", default="private", max_length=10, verbose_name="sort of account")),
        migrations.AddField("decision", "is_bulk_spam", models.BooleanField(db_comment="none", default=False, verbose_name="commercial spam in bulk")),
        migrations.AddConstraint("decision", models.CheckConstraint(condition=~models.Q(measure="banned") | (models.Q(decided_by__isnull=False, proposed_by__isnull=False) & ~models.Q(proposed_by=models.F("decided_by"))), name="a_ban_is_decided_by_two")),
        migrations.AddConstraint("decision", models.CheckConstraint(condition=~models.Q(ground="law") | (~models.Q(legal_ground="") & ~models.Q(category="")), name="a_law_is_named_with_its_category")),
        migrations.AddConstraint("decision", models.CheckConstraint(condition=~models.Q(source="flagger") | ~models.Q(source_identity=""), name="a_trusted_flagger_is_named")),
        migrations.RunPython(refuse_changes, allow_changes),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(db_comment="pseudonym; to read the statement and to appeal; for ever", default=standfirst.lib.secret.new_secret, max_length=40, unique=True)),
                ("language", models.CharField(db_comment="none", max_length=12, verbose_name="language")),
                ("made_at", models.DateTimeField(db_comment="none", verbose_name="made at")),
                ("mailed_at", models.DateTimeField(db_comment="none", null=True, verbose_name="mailed at")),
                ("decision", models.OneToOneField(db_comment="none", on_delete=django.db.models.deletion.CASCADE, related_name="statement", to="moderation.decision")),
            ],
            options={"verbose_name": "statement of reasons", "verbose_name_plural": "statements of reasons"},
        ),
    ]
