"""Static files under hashed names, so that browsers keep them for good."""

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):
    """Hash names also inside ES modules' imports; plain names while developing and testing."""

    support_js_module_import_aggregation = True
    # Django would also follow the import("./x.js") of JSDoc types, which run in circles.
    _js_module_import_aggregation_patterns = (
        "*.js",
        tuple(
            pattern
            for pattern in ManifestFilesMixin._js_module_import_aggregation_patterns[1]
            if r"import\(" not in pattern[0]
        ),
    )
    # A pass for each step of the longest chain of imports.
    max_post_process_passes = 10
    # A vendored style sheet may name a source map that its package does not ship.
    manifest_strict = False

    def url(self, name: str, force: bool = False) -> str:
        """Return the hashed URL where `collectstatic` has run, else the plain one."""
        if not (settings.STATIC_ROOT / self.manifest_name).exists():
            return f"/{settings.STATIC_URL.lstrip('/')}{name}"
        return super().url(name, force)
