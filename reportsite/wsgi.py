"""The server's entry point."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from reportsite.database import shared_commits
from reportsite.operation.encoding import Utf8Request
from reportsite.operation.warming import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
if not os.environ.get("SECRET_KEY"):
    raise ImproperlyConfigured("Set SECRET_KEY in the environment (README, 正式使用).")

shared_commits.begin()
application = get_wsgi_application()
application.request_class = Utf8Request
application.warm_up = warm_up
# Every view is imported now: else whoever comes first to a new process waits seconds for it, and
# with them all whom its threads would serve.
_ = get_resolver().url_patterns
