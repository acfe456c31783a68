"""The product's settings with nothing around a view: no middleware, nobody who logs in."""

from reportsite.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "bench.bare.addresses"
