"""Addresses of who."""

app_name = "cells"
urlpatterns = []
