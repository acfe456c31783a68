"""An invitation that was taken back: neither shown, nor sent, nor in the way of another."""

import pytest

from reports import directory
from reports.models import Invitation


@pytest.fixture
def invite(bureau, wang):
    """Return a function that invites 孙 as a clerk of the bureau."""
    words = {"name": "孙丽", "roles": ["clerk"], "email": "sun@example.gov.cn"}
    home = "https://nianbao.example.gov.cn"
    return lambda: directory.invite(bureau.pk, **words, by=wang, home=home)


def test_an_invitation_that_was_taken_back_is_neither_listed_nor_sent(invite, bureau, wang):
    directory.cancel_invitation(invite().pk, by=wang)

    assert directory.invitations_of(bureau) == []
    assert not Invitation.objects.to_mail().exists()


def test_who_was_uninvited_by_mistake_gets_a_link_of_their_own(invite, wang):
    first = invite()
    directory.cancel_invitation(first.pk, by=wang)

    again = invite()

    assert again.pk != first.pk
    assert again.is_open
