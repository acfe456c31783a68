"""What every printed grid says of its cells."""

from django import template
from django.utils.safestring import SafeString

from reports.editions.grid import GridCell

register = template.Library()


@register.simple_tag
def spans(cell: GridCell) -> SafeString:
    """Return the attributes colspan and rowspan of a cell that reaches over others, else nothing."""
    reach = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    # Numbers of ours.
    return SafeString("".join(f' {name}="{n}"' for name, n in reach.items() if n > 1))
