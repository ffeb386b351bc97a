from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0007_by_hand'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(blank=True, db_comment='none', max_length=70, verbose_name='holder')),
                ('iban', models.CharField(blank=True, db_comment='none', max_length=34, verbose_name='IBAN')),
                ('bic', models.CharField(blank=True, db_comment='none', max_length=11, verbose_name='BIC')),
                ('since_at', models.DateTimeField(db_comment='none', db_index=True, verbose_name='since')),
            ],
            options={
                'verbose_name': 'bank account of the paper',
                'verbose_name_plural': 'bank accounts of the paper',
                'ordering': ('-since_at', '-id'),
            },
        ),
    ]
