"""In which letters a request may come: UTF-8."""

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """A request that nobody makes Django decode with another codec of Python's, rot13 say, or hex.

    Django would try it on the search of every address, before any middleware could refuse it.
    """

    def _set_content_type_params(self, meta: dict) -> None:
        given = meta.get("CONTENT_TYPE", "")
        self.content_type, self.content_params = parse_header_parameters(given)
