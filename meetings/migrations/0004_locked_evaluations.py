"""A finished evaluation keeps the situation that shaped it, and is locked."""

from django.db import migrations

from meetings import sql


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_criteria_drafts")]

    operations = [
        migrations.RunSQL(sql.FILL_SITUATION, migrations.RunSQL.noop),
        migrations.RunSQL(sql.LOCK_EVALUATION, "DROP FUNCTION keep_evaluation() CASCADE"),
    ]
