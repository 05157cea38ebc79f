"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

# Loaded here so that tasks sent by a page reach the configured broker.
from config.celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

__all__ = ["application", "celery_app"]
