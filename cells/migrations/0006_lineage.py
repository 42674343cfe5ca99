"""Who took over from whom, derived from the successions that stand."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

# For what was merged and split before, as `cells.reorganising.lineage` writes it.
DERIVE = """
WITH RECURSIVE step AS (
    SELECT s.predecessor_id AS earlier, s.successor_id AS later, r.effective_on AS since,
           count(*) OVER (PARTITION BY s.predecessor_id) = 1 AS is_whole,
           row_number() OVER (PARTITION BY s.predecessor_id ORDER BY s.id) = 1 AS is_first
    FROM cells_succession s
    JOIN cells_reorganisation r ON r.id = s.reorganisation_id AND r.undone_at IS NULL
), way AS (
    SELECT step.* FROM step
  UNION
    SELECT way.earlier, step.later, greatest(way.since, step.since),
           way.is_whole AND step.is_whole, way.is_first AND step.is_first
    FROM way
    JOIN step ON step.earlier = way.later
)
INSERT INTO cells_orglineage (earlier_id, later_id, since, is_whole, counts)
SELECT way.earlier, way.later, min(way.since), bool_or(way.is_whole),
       CASE WHEN bool_or(way.is_first)
            THEN daterange(min(way.since) FILTER (WHERE way.is_first), min(ended.on_day)) END
FROM way
LEFT JOIN (SELECT earlier, min(since) AS on_day FROM step GROUP BY earlier) ended
  ON ended.earlier = way.later
GROUP BY way.earlier, way.later
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cells", "0005_roster"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrgLineage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("is_whole", models.BooleanField()),
                (
                    "counts",
                    django.contrib.postgres.fields.ranges.DateRangeField(null=True),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heirs",
                        to="cells.partyorg",
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forebears",
                        to="cells.partyorg",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="orglineage",
            constraint=models.UniqueConstraint(fields=("earlier", "later"), name="lineage_once"),
        ),
        migrations.AddConstraint(
            model_name="orglineage",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier", models.F("later")), _negated=True),
                name="lineage_of_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="orglineage",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("earlier", "="), ("counts", "&&")],
                name="lineage_counts_once",
            ),
        ),
        migrations.RunSQL(DERIVE, migrations.RunSQL.noop, elidable=True),
    ]
