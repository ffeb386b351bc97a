import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_access_tokens")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user_number",
                    models.BigIntegerField(
                        db_comment="pseudonym; to erase again what an older backup brings back; for ever",
                        null=True,
                    ),
                ),
                ("user_joined_at", models.DateTimeField(db_comment="none", null=True)),
                (
                    "texts",
                    models.CharField(
                        choices=[
                            ("deleted", "Delete what I wrote"),
                            ("kept", "Leave what I wrote, without my name"),
                        ],
                        db_comment="none",
                        max_length=10,
                    ),
                ),
                ("erased_at", models.DateTimeField(db_comment="none")),
                (
                    "person",
                    models.OneToOneField(
                        db_comment="pseudonym; to erase again what an older backup brings back; for ever",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="people.person",
                    ),
                ),
            ],
            options={"verbose_name": "erasure", "verbose_name_plural": "erasures"},
        ),
    ]
