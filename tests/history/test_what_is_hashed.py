"""The links of both chains cover every column: none can be altered unnoticed."""

import pytest

from reports.models import AuditEvent, Change


@pytest.mark.parametrize("model", [AuditEvent, Change])
def test_every_column_but_the_link_itself_is_in_the_link(model):
    columns = {field.attname for field in model._meta.concrete_fields}

    assert set(model().content()) == columns - {"id", "hash"}
