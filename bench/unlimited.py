"""The product's settings without its limit of requests a minute: here one machine asks for all."""

from reportsite.settings import *  # noqa: F403

RATE_LIMITS = {}
