"""Django's sessions in the database, asked for by a question that is composed once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.utils import timezone

from reportsite.database.composed import Composed

_session = Composed(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).order_by()
)


class SessionStore(db.SessionStore):
    """The same rows and rules; every request begins with it."""

    def _validate_session_key(self, key: str) -> bool:
        """Return whether a cookie's text can be a key: PostgreSQL fails over a zero character."""
        return super()._validate_session_key(key) and set(key) <= set(VALID_KEY_CHARS)

    def _get_session_from_db(self) -> Session | None:
        found = _session(self.session_key, timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None
