"""Reorganisations of the tree."""

import cells.keys
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cells", "0002_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reorganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=cells.keys.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="ngày có hiệu lực")),
                (
                    "carried_out_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="thực hiện lúc"
                    ),
                ),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="hoàn tác lúc"),
                ),
                (
                    "carried_out_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thực hiện",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reorganisations",
                        to="cells.decision",
                        verbose_name="quyết định",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người hoàn tác",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt sắp xếp tổ chức",
                "verbose_name_plural": "đợt sắp xếp tổ chức",
                "ordering": ["-carried_out_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ReorganisationLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="dòng")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("found", "thành lập"),
                            ("rename", "đổi tên"),
                            ("change_kind", "đổi loại hình"),
                            ("move", "chuyển"),
                            ("merge", "sáp nhập"),
                            ("split", "chia tách"),
                            ("dissolve", "giải thể"),
                        ],
                        max_length=12,
                        verbose_name="việc",
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="mã số")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="tên")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=100, verbose_name="tên gọn"),
                ),
                ("kind", models.CharField(blank=True, max_length=100, verbose_name="loại hình")),
                ("parent", models.CharField(blank=True, max_length=40, verbose_name="trực thuộc")),
                ("into", models.CharField(blank=True, max_length=40, verbose_name="vào")),
                (
                    "members",
                    models.TextField(
                        blank=True,
                        help_text="mỗi dòng một số thẻ hoặc mã",
                        verbose_name="đảng viên",
                    ),
                ),
                ("locality", models.CharField(blank=True, max_length=100, verbose_name="địa bàn")),
                ("sector", models.CharField(blank=True, max_length=100, verbose_name="khối")),
                (
                    "org",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reorganisation_lines",
                        to="cells.partyorg",
                    ),
                ),
                (
                    "reorganisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="cells.reorganisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng sắp xếp",
                "verbose_name_plural": "dòng sắp xếp",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="cells.partyorg",
                    ),
                ),
                (
                    "reorganisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="cells.reorganisation",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="cells.partyorg",
                    ),
                ),
            ],
            options={
                "verbose_name": "kế thừa",
                "verbose_name_plural": "kế thừa",
            },
        ),
        migrations.CreateModel(
            name="TouchedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("version", "giai đoạn của tổ chức"),
                            ("membership", "đảng viên trong chi bộ"),
                            ("appointment", "chức vụ"),
                            ("grant", "quyền"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "touch",
                    models.CharField(
                        choices=[
                            ("made", "lập mới"),
                            ("cut", "kết thúc"),
                            ("handed_on", "chuyển sang tổ chức khác"),
                        ],
                        max_length=10,
                    ),
                ),
                ("row_id", models.BigIntegerField()),
                ("former_end", models.DateField(null=True)),
                ("former_reason", models.CharField(blank=True, max_length=200)),
                (
                    "former_org",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cells.partyorg",
                    ),
                ),
                (
                    "reorganisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touched_rows",
                        to="cells.reorganisation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="reorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="reorganisation_undone_by_somebody",
                violation_error_message="Việc hoàn tác phải ghi cả người và lúc.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganisationline",
            constraint=models.UniqueConstraint(
                fields=("reorganisation", "number"), name="reorganisation_line_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(
                fields=("reorganisation", "predecessor", "successor"), name="succession_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                name="succession_of_another",
                violation_error_message="Tổ chức không thể kế thừa chính mình.",
            ),
        ),
        migrations.AddConstraint(
            model_name="touchedrow",
            constraint=models.UniqueConstraint(
                fields=("reorganisation", "table", "row_id"), name="touched_row_once"
            ),
        ),
    ]
