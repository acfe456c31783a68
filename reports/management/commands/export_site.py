"""`manage.py export_site OUT.zip`: the whole public site as files, for any web server or a disk."""

import re
import zipfile
from collections import deque
from html import unescape
from pathlib import Path
from posixpath import relpath
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from reportsite.disk import why

HOME = "/open/"
_LINK = re.compile(r'(<[^>]*?\s(?:href|src)=")([^"]*)(")')
_PAGE = re.compile(r"page=(\d+)")


class Command(BaseCommand):
    """Walk the public site from its first page and write down whatever it leads to."""

    help = "把公开网站全部写成静态文件（ZIP），可以放到任何网站或直接从磁盘打开。"

    def add_arguments(self, parser):
        parser.add_argument("output", type=Path)

    def handle(self, *args, output: Path, **options):
        """Write the ZIP; say how many files it has."""
        try:
            with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                written = Walk(archive).all()
        except OSError as fault:
            raise CommandError(f"文件无法写入：{output}（{why(fault)}）。") from None
        self.stdout.write(f"已写出 {written} 个文件：{output}")


class Walk:
    """One export: what is still to be fetched, what has been written."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        host = next((name for name in settings.ALLOWED_HOSTS if name.strip("*.")), "localhost")
        # The template for what needs a server looks for IS_EXPORT (views/public/common.py).
        self._client = Client(headers={"host": host.lstrip(".")}, IS_EXPORT="1")
        self._secure = settings.SECURE_SSL_REDIRECT
        self._known = {HOME}
        self._waiting = deque([HOME])

    def all(self) -> int:
        """Write everything that the first page leads to; return the number of files."""
        while self._waiting:
            address = self._waiting.popleft()
            self._archive.writestr(place_of(address), self._content(address))
        return len(self._known)

    def _content(self, address: str) -> bytes:
        if address.startswith(settings.STATIC_URL):
            return _static(address)
        response = self._client.get(address, secure=self._secure)
        if response.status_code != 200:
            raise CommandError(f"{address} 打不开（{response.status_code}）。")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        is_page = response.headers["Content-Type"].startswith("text/html")
        if not is_page or "Content-Disposition" in response.headers:
            return body
        return self._linked(body.decode(), address).encode()

    def _linked(self, page: str, address: str) -> str:
        here = place_of(address).rpartition("/")[0]

        def link(match: re.Match) -> str:
            target = _absolute(unescape(match[2]), address)
            if not target:
                return match[0]
            place, _, anchor = target.partition("#")
            self._meet(place)
            reached = quote(relpath(place_of(place), here or "."))
            return f"{match[1]}{reached}{'#' + anchor if anchor else ''}{match[3]}"

        return _LINK.sub(link, page)

    def _meet(self, address: str) -> None:
        if address not in self._known:
            self._known.add(address)
            self._waiting.append(address)


def _absolute(link: str, address: str) -> str:
    """Return the address on our site that `link` on the page at `address` leads to, or nothing."""
    if link.startswith("?"):
        link = address.partition("?")[0] + link
    return link if link.startswith((HOME, settings.STATIC_URL)) else ""


def place_of(address: str) -> str:
    """Return where in the ZIP the content of an address lies."""
    parts = urlsplit(address)
    path = unquote(parts.path).removeprefix(HOME).removeprefix("/")
    if not path.endswith("/") and path:
        return path
    page = _PAGE.search(parts.query)
    return f"{path}page-{page[1]}.html" if page else f"{path}index.html"


def _static(address: str) -> bytes:
    name = unquote(address).removeprefix(settings.STATIC_URL)
    collected = settings.STATIC_ROOT / name
    found = collected if collected.exists() else finders.find(name)
    if not found:
        raise CommandError(f"缺少文件 {address}，请先执行 collectstatic。")
    return Path(found).read_bytes()
