"""Make the pictures of docs/pictures/: the editor wide and narrow, and the pages of both PDFs.

python tools/make_pictures.py        (or: make pictures)

Serves a demo of its own from a temporary directory and looks at it with Chromium.
"""

import contextlib
import io
import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
# One figure of table 三 is off by one, so that the checks have something to say.
MISTAKE = ("requests.granted.natural_person", 1)
PAGES_A_ROW = 4
PAGE_WIDTH = 420  # pixels


class Server(ThreadingMixIn, WSGIServer):
    """A server for a page and its many modules."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """A request handler that keeps its log to itself."""

    def log_message(self, *args) -> None:
        """Say nothing."""


@contextlib.contextmanager
def demo():
    """Serve a fresh demo; yield its address and a session of the demo clerk."""
    with tempfile.TemporaryDirectory() as directory:
        sys.path.insert(0, str(ROOT))
        os.environ |= {"DATA_DIR": directory, "DEMO": "1"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "reportsite.settings"}
        # Playwright has an event loop in this thread; the ORM is used beside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        import django  # noqa: PLC0415

        django.setup()
        session = furnished()
        from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: PLC0415
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

        application = StaticFilesHandler(get_wsgi_application())
        server = make_server("127.0.0.1", 0, application, Server, Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", session
        server.shutdown()


def furnished() -> str:
    """Load the demo and its mistake; return a session of the demo clerk."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from reports.writing import editing  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_demo", stdout=io.StringIO())
    clerk = User.objects.get(username=settings.DEMO_LOGIN[0])
    report = newest()
    cell, more = MISTAKE
    figure = report.figures.get(cell=cell)
    edit = editing.Edit(cell, str(int(figure.value) + more), figure.revision)
    editing.save(report.pk, [edit], by=clerk)
    client = Client()
    client.force_login(clerk)
    return client.cookies["sessionid"].value


def newest():
    """Return the demo's newest report."""
    from reports.models import Report  # noqa: PLC0415

    return Report.objects.latest("year")


def photograph(address: str, session: str, browser) -> None:
    """Take the editor wide and narrow, by day and by night, and the list of reports."""
    editor = f"/reports/{newest().pk}/#{MISTAKE[0]}"
    for name, path, size, scheme in (
        ("editor-wide", editor, (1440, 900), "light"),
        ("editor-dark", editor, (1440, 900), "dark"),
        ("editor-narrow", editor, (390, 844), "light"),
        ("my-reports", "/reports/", (1440, 900), "light"),
    ):
        width, height = size
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="zh-CN",
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(800)  # the browser may still be scrolling to the cell
        keep(name, page.screenshot())
        context.close()


def contact_sheets() -> None:
    """Take all pages of a PDF of each edition."""
    from reports.models import Report  # noqa: PLC0415
    from reports.rendering.page.pdf import document_pdf  # noqa: PLC0415

    for report in Report.objects.filter(year__in=(2020, 2023)):
        keep(f"pdf-{report.edition}", sheet_of(document_pdf(report.document())))


def sheet_of(pdf: bytes) -> bytes:
    """Return the pages of a PDF side by side, as a PNG."""
    import pypdfium2  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    pages = [
        page.render(scale=PAGE_WIDTH / page.get_width()).to_pil()
        for page in pypdfium2.PdfDocument(pdf)
    ]
    width, height = pages[0].size
    rows = -(-len(pages) // PAGES_A_ROW)
    gap = 12
    columns = min(PAGES_A_ROW, len(pages))
    size = (columns * (width + gap) + gap, rows * (height + gap) + gap)
    sheet = Image.new("RGB", size, "#e7e8ea")
    for n, page in enumerate(pages):
        row, column = divmod(n, PAGES_A_ROW)
        sheet.paste(page, (gap + column * (width + gap), gap + row * (height + gap)))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def keep(name: str, png: bytes) -> None:
    """Keep a picture as WebP and say how large it is."""
    from PIL import Image  # noqa: PLC0415

    path = PICTURES / f"{name}.webp"
    Image.open(io.BytesIO(png)).convert("RGB").save(path, quality=80, method=6)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1024:.0f} kB")


def main() -> None:
    """Make every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with demo() as (address, session), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        photograph(address, session, browser)
        browser.close()
        contact_sheets()


if __name__ == "__main__":
    main()
