"""The kinds of organisation since Quy định 208-QĐ/TW (2026), beside the older ones."""

from django.db import migrations

from cells.kinds import install_kinds_2026


def install(apps, schema_editor):
    install_kinds_2026(apps.get_model("cells", "OrgKind"))


class Migration(migrations.Migration):
    dependencies = [("cells", "0003_reorganisations")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
