import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_look_of_members_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_comment="personal; to tell one's own tokens apart; until erased", max_length=60, verbose_name='name')),
                ('digest', models.CharField(db_comment='pseudonym; to know the token again; until erased', max_length=64, unique=True)),
                ('scopes', models.CharField(db_comment='none', help_text='Separated by spaces (RFC 6749, 3.3).', max_length=200)),
                ('made_at', models.DateTimeField(db_comment='none')),
                ('user', models.ForeignKey(db_comment='pseudonym; whose token it is; until erased', on_delete=django.db.models.deletion.CASCADE, related_name='access_tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'personal token',
                'verbose_name_plural': 'personal tokens',
            },
        ),
    ]
