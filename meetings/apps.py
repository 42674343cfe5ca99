from django.apps import AppConfig
from django.utils.module_loading import import_string


class MeetingsConfig(AppConfig):
    """What happened and how good it was: months, records, scores, reviews."""

    name = "meetings"
    verbose_name = "Sinh hoạt và chấm điểm"

    def ready(self):
        # Models are loaded only now, so these imports cannot stand at the head of the file.
        name_verbs = import_string("cells.actions.audit.name_verbs")
        name_verbs(dict(import_string("meetings.actions.verbs.Verb").choices))
