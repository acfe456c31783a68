"""OOXML in small: elements as text, runs and paragraphs, what a Word file needs besides its words."""

from ..links import with_firm_hyphens
from ..xml import legal

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TEXT = '<w:t xml:space="preserve">'
_FIRM_HYPHEN = f"</w:t><w:noBreakHyphen/>{_TEXT}"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    """Return a run of words."""
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    # Word ends a line after a hyphen, within a telephone number, too.
    words = with_firm_hyphens(legal(text), _FIRM_HYPHEN)
    return f"<w:r>{told}{_TEXT}{words}</w:t></w:r>"


def paragraph(runs: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of runs in a style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    told = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{told}{runs}</w:p>"


def fonts(face: str) -> str:
    """Return the run property for a face, Western letters included."""
    return f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def size(points: float) -> str:
    """Return the run property for a size in points, to the half point."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
