from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0004_bursts_of_votes'),
    ]

    operations = [
        migrations.AddField(
            model_name='screening',
            name='passage_start',
            field=models.PositiveIntegerField(db_comment='none', null=True),
        ),
        migrations.AddField(
            model_name='screening',
            name='passage_end',
            field=models.PositiveIntegerField(db_comment='none', null=True),
        ),
    ]
