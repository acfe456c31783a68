"""People whose password an LDAP directory checks (requirements-ldap.txt)."""

from django_auth_ldap.backend import LDAPBackend


class DirectoryBackend(LDAPBackend):
    """The directory's log-in; who was shut out here is out, whatever the directory says."""

    def get_user(self, user_id: int):
        """Return the person of a session; None for one who has been shut out since the log-in."""
        user = super().get_user(user_id)
        return user if user is not None and user.is_active else None
