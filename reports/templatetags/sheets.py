"""Parts of a report as a sheet to read."""

from crispy_forms.utils import TEMPLATE_PACK
from django import template
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.forms.report import TablePart, remarks_on
from reports.rendering.links import with_whole_numbers
from reports.rendering.page.title_lines import phrases

register = template.Library()


@register.simple_tag(takes_context=True)
def read_only_parts(context, form) -> SafeString:
    """Return the report's sections: tables as in the editor but locked, words as they read."""
    document = context["document"]
    edition = document.edition
    parts = []
    for section in (edition.preface, *edition.sections):
        if section.kind == "table":
            parts.append(TablePart(edition, section).render(form, context, TEMPLATE_PACK))
        else:
            words = {"section": section, "html": with_whole_numbers(document.narrative(section.id))}
            words |= remarks_on(section.id, context)
            parts.append(get_template("review/read_narrative.html").render(words))
    # Each part is the rendering of a template of ours.
    return mark_safe("".join(parts))


@register.simple_tag(takes_context=True)
def whole_remarks(context) -> SafeString:
    """Return the open remarks on the report as a whole."""
    return get_template("review/remarks/remarks.html").render(remarks_on("", context))


@register.simple_tag(takes_context=True)
def remark_count(context, section: str) -> int:
    """Return how many open remarks there are on a section and its cells."""
    return sum(remark.section == section for remark in context.get("open_remarks", ()))


@register.filter
def by_meaning(title: str, organ: str = "") -> SafeString:
    """Return a report's title that lines break only between its phrases (class `by-meaning`)."""
    return mark_safe("<wbr>".join(escape(phrase) for phrase in phrases(title, organ)))
