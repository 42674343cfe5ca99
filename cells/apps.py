from django.apps import AppConfig


class CellsConfig(AppConfig):
    """Who: organisations, members, offices, accounts. Knows nothing of meetings."""

    name = "cells"
    verbose_name = "Tổ chức và con người"
