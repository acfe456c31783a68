"""The pictures of a Word file, for its words: PNG and JPEG as they lie in the package."""

import base64
import html

from .packages import Package

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_SAID = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
LARGEST = 5 * 1024 * 1024


def picture_markup(drawing, targets: dict[str, str], package: Package) -> str:
    """Return a drawing's picture as mark-up; empty for none, another kind or more than 5 MB."""
    blip = next(drawing.iter(_BLIP), None)
    target = targets.get(blip.get(f"{_R}embed", ""), "") if blip is not None else ""
    content = package.data(target) or b""
    kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), "")
    if not kind or len(content) > LARGEST:
        return ""
    said = next(drawing.iter(_SAID), None)
    words = html.escape(said.get("descr", "")) if said is not None else ""
    return (
        f'<img src="data:image/{kind};base64,{base64.b64encode(content).decode()}" alt="{words}">'
    )
