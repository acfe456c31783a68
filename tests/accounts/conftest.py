"""Log-ins as people make them: through the page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

PASSWORD = "correct horse"


@pytest.fixture
def log_in():
    """Return a function that logs in through the page and returns the browser and the answer."""

    def attempt(name: str, password: str = PASSWORD, client: Client | None = None, **kwargs):
        client = client or Client()
        form = {"username": name, "password": password}
        return client, client.post(reverse("login"), form, **kwargs)

    return attempt


@pytest.fixture
def wang(db):
    """The supervisor."""
    user = factories.clerk("wang", "芳", "王")
    user.is_staff = True
    user.save()
    return user
