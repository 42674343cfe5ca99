"""The demonstration and development on one machine; nothing here is secret."""

import os

from config.settings.base import *

SECRET_KEY = "demonstration-only-every-copy-has-this-same-key"
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
IS_DEMONSTRATION = True
