"""Settings for the tests: the real ones, with cheap passwords and a state of their own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from ops.bootstrap import embedded

os.environ.setdefault("COUNTERSIGN_LOGIN", "owner")
os.environ.setdefault("SECRET_KEY", "tests-only")
embedded.ensure_database()

from config.settings import *  # noqa: E402, F403 - the environment above must stand first

STATE_DIR = Path(tempfile.mkdtemp(prefix="countersign-tests-"))
atexit.register(shutil.rmtree, STATE_DIR, ignore_errors=True)
MEDIA_ROOT = STATE_DIR / "files"
STATIC_ROOT = STATE_DIR / "static"
STATIC_ROOT.mkdir()
LEDGER_KEY = STATE_DIR / "keys" / "ledger.pem"
SEAL_KEY = STATE_DIR / "keys" / "seal.p12"
ANCHOR_FILE = STATE_DIR / "anchors" / "anchors.log"

# The pool would keep connections open when the test database is dropped.
DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405
# What a test commits need not outlive the server.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"
AXES_ENABLED = False
