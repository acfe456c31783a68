"""What a worker's first requests would else wait for: done in each of its threads before it takes any.

Questions are composed, a connection is opened and its statements are planned, modules are imported. All
of it is asked for what nothing has, so nothing is found and nothing is written.
"""

import logging
from contextlib import suppress
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_backends
from django.db import connection
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string

NOBODY = 0  # no row has this key
log = logging.getLogger(__name__)


def warm_up() -> None:
    """Rehearse what most requests ask; without a database the server begins all the same."""
    try:
        with suppress(Resolver404):
            resolve("/nowhere/")  # looks at every address: each is compiled
        import_module(settings.SESSION_ENGINE).SessionStore("0" * 32).load()
        for backend in get_backends():
            if hasattr(backend, "get_user"):
                backend.get_user(NOBODY)
        for name in settings.REHEARSALS:
            import_string(name)(NOBODY)
    except Exception as fault:
        log.warning("not warmed up: %s", type(fault).__name__)
        connection.close()
