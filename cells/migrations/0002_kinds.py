"""The kinds of organisation that an installation starts with."""

from django.db import migrations

from cells.kinds import install_kinds


def install(apps, schema_editor):
    install_kinds(apps.get_model("cells", "OrgKind"))


class Migration(migrations.Migration):
    dependencies = [("cells", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
