"""The agenda templates that an installation starts with."""

from django.db import migrations

from meetings.agendas import install_templates


def install(apps, schema_editor):
    install_templates(
        apps.get_model("meetings", "AgendaTemplate"),
        apps.get_model("meetings", "AgendaTemplateItem"),
    )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
