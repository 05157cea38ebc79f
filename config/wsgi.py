"""The door for web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# Loaded here so that tasks sent by a page reach the configured broker.
from config.celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# A full collection walks the laws and rules held in memory: 0.2 s in the middle of a page. What was
# loaded up to here stays for good, and younger objects are looked at less often.
gc.freeze()
gc.set_threshold(25_000, 20, 100)

__all__ = ["application", "celery_app"]
