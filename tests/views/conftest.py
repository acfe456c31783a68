"""Clerk 张's browser and a stranger's, and how scripts talk to the server."""

import json

import pytest
from django.test import Client

JSON = {"content_type": "application/json", "headers": {"accept": "application/json"}}


@pytest.fixture
def client(client_of, zhang) -> Client:
    """A browser in which clerk 张 is logged in."""
    return client_of(zhang)


@pytest.fixture
def stranger(client_of, zhao) -> Client:
    """A browser in which a clerk of another organ is logged in."""
    return client_of(zhao)


def post_json(client: Client, url: str, value):
    """Post a value as the editor's scripts do."""
    return client.post(url, json.dumps(value), **JSON)


def save(client: Client, report, *edits, writer="tab-1"):
    """Save edits (place, text, base) as the editor's scripts do."""
    rows = [dict(zip(("place", "text", "base"), edit, strict=True)) for edit in edits]
    return post_json(client, f"/reports/{report.pk}/save/", {"writer": writer, "edits": rows})


def words(response) -> str:
    """Return what a page or an answer says."""
    return response.content.decode()
