from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """What happened and how good it was: months, records, scores, reviews."""

    name = "meetings"
    verbose_name = "Sinh hoạt và chấm điểm"
