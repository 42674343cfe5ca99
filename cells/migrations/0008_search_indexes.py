from django.db import migrations, models
from django.db.models.functions import Collate

from cells.text import Fold


class Migration(migrations.Migration):

    dependencies = [
        ('cells', '0007_acting'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='partyorgversion',
            index=models.Index(Collate(Fold('name'), 'C'), name='org_version_begins'),
        ),
        migrations.AddIndex(
            model_name='partyorgversion',
            index=models.Index(fields=['code'], name='org_version_code'),
        ),
        # What names begin with is known only from here on; nothing else would make it be counted.
        migrations.RunSQL("ANALYZE cells_partyorgversion", migrations.RunSQL.noop, elidable=True),
    ]
