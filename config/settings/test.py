"""Tests: quick password hashing, plain static files, the test database's own name."""

import os

from config.settings.base import *
from config.settings.base import CACHES, DATABASES, MIDDLEWARE, STORAGES

SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
IS_DEMONSTRATION = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Static files come from the live server itself.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
# One connection a thread is closed with its request, so that the test database can be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Two runs at once on one server want two names.
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE", "test_sochibo")}
CACHES["default"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
