"""Is the process alive; can it work?"""

import contextlib
import os
import tempfile

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import engines


@require_safe
@login_not_required
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Return 200: the process lives."""
    return JsonResponse({"alive": True})


@require_safe
@login_not_required
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Return 200 where the site can serve, else 503 and which of its needs are not met."""
    needs = {"database": database_answers(), "migrations": False, "disk": disk_takes_a_file()}
    if needs["database"]:
        needs["migrations"] = not (pending_migrations() or newer_migrations())
    status = 200 if all(needs.values()) else 503
    # Pages are served without a worker, too: whoever watches the site shall know, no more.
    said = needs | {"worker": status == 200 and import_string(settings.WORKER_SEEN)()}
    return JsonResponse(said, status=status)


def database_answers() -> bool:
    """Return whether the database answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def pending_migrations() -> list[str]:
    """Return the names of the migrations that are not applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def newer_migrations() -> list[str]:
    """Return the applied migrations that this program lacks: the database is a newer version's."""
    return engines.unknown(engines.applied_migrations())


def disk_takes_a_file() -> bool:
    """Return whether DATA_DIR takes a file, to the disk."""
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"ready")
        file.flush()
        os.fsync(file.fileno())
        return True
    return False
