"""People whose password an LDAP directory checks (requirements-ldap.txt)."""

from django.dispatch import receiver
from django_auth_ldap.backend import LDAPBackend, ldap_error


class DirectoryBackend(LDAPBackend):
    """The directory's log-in; who was shut out here is out, whatever the directory says."""

    def get_user(self, user_id: int):
        """Return the person of a session; None for one who has been shut out since the log-in."""
        user = super().get_user(user_id)
        return user if user is not None and user.is_active else None


@receiver(ldap_error, sender=DirectoryBackend)
def note_silence(sender, request, **signal) -> None:
    """Have the log-in page say that the directory could not be asked, not that a word was wrong."""
    if request is not None:
        request.directory_is_silent = True
