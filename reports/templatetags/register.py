"""What a case of the register is called."""

from django import template

from reports.register import captions

register = template.Library()

register.filter("applicant_caption", captions.applicant)
register.filter("outcome_caption", captions.outcome)
register.filter("way_caption", captions.way)
register.filter("review_caption", captions.review_outcome)
register.filter("told", captions.told)
