from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discussion', '0013_muting_and_feeds'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='place',
            field=models.CharField(blank=True, db_comment='none', default='', editable=False, help_text='What all addresses of a page elsewhere have in common; empty for pages of ours.', max_length=500),
        ),
        migrations.AlterField(
            model_name='pagealias',
            name='path',
            field=models.CharField(db_comment='none', help_text='A path here, like /river/flood/ or /river/* for all below, or the address of a page on a site that shows our discussions.', max_length=500, verbose_name='page it is'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.UniqueConstraint(condition=models.Q(('place', ''), _negated=True), fields=('place',), name='a_page_elsewhere_has_one_thread'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('place', ''), ('page__isnull', True), _connector='OR'), name='a_page_elsewhere_is_none_of_ours'),
        ),
    ]
