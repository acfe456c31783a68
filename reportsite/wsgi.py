"""The server's entry point."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from reportsite.database import shared_commits
from reportsite.operation.encoding import Utf8Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
if not os.environ.get("SECRET_KEY"):
    raise ImproperlyConfigured("Set SECRET_KEY in the environment (README, 正式使用).")

shared_commits.begin()
application = get_wsgi_application()
application.request_class = Utf8Request
