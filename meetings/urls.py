"""Addresses of what happened."""

app_name = "meetings"
urlpatterns = []
