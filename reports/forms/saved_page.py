"""The page of an organ's own site, saved and brought back."""

from crispy_forms.layout import Submit
from django.urls import reverse

from .imports import TOO_LARGE, UploadForm

__all__ = ["TOO_LARGE", "SavedPageForm"]


class SavedPageForm(UploadForm):
    """A file, or what was copied from the page, as for an import; it is compared and not kept."""

    def __init__(self, *args, report_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "保存下来的网页或文件"
        self.fields["file"].help_text = "网页（.html、.mht）、PDF、OFD、Word、WPS，不超过 20 MB。扫描件和照片不能核对。"
        self.fields["text"].label = "或者粘贴网页的内容"
        self.fields["text"].help_text = "在网页上按 Ctrl+A 全选、Ctrl+C 复制，粘贴到这里。"
        self.helper.form_action = reverse("own_site_check", args=[report_id])
        self.helper.inputs = [Submit("upload", "核对")]
