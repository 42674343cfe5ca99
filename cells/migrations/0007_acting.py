"""Deputies who act for the secretary, and terms that a reorganisation ends."""

import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cells", "0006_lineage"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="office",
            field=models.CharField(
                choices=[
                    ("secretary", "Bí thư"),
                    ("acting_secretary", "Phó bí thư phụ trách"),
                    ("deputy_secretary", "Phó bí thư"),
                    ("committee_member", "Cấp ủy viên"),
                    ("assigned_supervisor", "Cấp ủy viên phụ trách"),
                ],
                max_length=20,
                verbose_name="chức vụ",
            ),
        ),
        migrations.AlterField(
            model_name="touchedrow",
            name="table",
            field=models.CharField(
                choices=[
                    ("version", "giai đoạn của tổ chức"),
                    ("membership", "đảng viên trong chi bộ"),
                    ("appointment", "chức vụ"),
                    ("grant", "quyền"),
                    ("term", "nhiệm kỳ"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("office", "acting_secretary")),
                expressions=[("org", "="), ("period", "&&")],
                name="appointment_one_acting",
                violation_error_message="Đã có đồng chí khác phụ trách thay bí thư trong thời gian này.",
            ),
        ),
    ]
