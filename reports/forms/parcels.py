"""The forms of packages that travel by hand: what is packed, the file that is brought, whom to trust."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from reports.editions import FIRST_YEAR, LAST_YEAR

LARGEST = 60 * 1024 * 1024
TOO_LARGE = "too_large"


def _helper(name: str, caption: str, action: str, css_class: str = "") -> FormHelper:
    helper = FormHelper()
    helper.form_action = action
    helper.add_input(Submit(name, caption, css_class=css_class))
    return helper


class ParcelForm(forms.Form):
    """The package that somebody has carried here."""

    file = forms.FileField(
        label="选择上报包或回传包",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text="不超过 60 MB；更大的请系统管理员用 manage.py take_package 收。",
        error_messages={"required": "还没有选择文件。", "empty": "这个文件是空的，请重新选择。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _helper("bring", "上传并核对", "parcels")

    def clean_file(self):
        """Refuse what is more than one request may bring."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError("文件超过 60 MB，没有上传。请系统管理员用命令收。", code=TOO_LARGE)
        return upload


class PackForm(forms.Form):
    """What is packed to go up: an organ with all below it, a year."""

    organ = forms.ChoiceField(label="范围（这个机关和它的全部下级）")
    year = forms.TypedChoiceField(label="年度", coerce=int)
    waiting = forms.BooleanField(label="“待审核”的也打进去", required=False)
    files = forms.BooleanField(
        label="带上公开的 PDF 和盖章文件", required=False, initial=True,
        help_text="数据一定带。几百份以上的 PDF 会超过对方网页 60 MB 的上限，去掉它只带数据，几千份也只有十几 MB。",
    )  # fmt: skip

    def __init__(self, *args, organs, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [(organ.pk, organ.name) for organ in organs]
        self.fields["year"].choices = [(y, f"{y}年度") for y in years if FIRST_YEAR <= y <= LAST_YEAR]
        self.helper = _helper("pack", "打包并下载", "parcel_pack", "btn-primary")


class TrustForm(forms.Form):
    """Whom a key belongs to, and the last group of its fingerprint, compared by telephone."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    side = forms.ChoiceField(
        label="对方是", choices=[("below", "下级：收它的上报包"), ("above", "上级：收它的回传包")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    organ = forms.ChoiceField(label="只管哪个机关和它的下级")
    name = forms.CharField(label="持有人（单位）", max_length=200)
    typed = forms.CharField(
        label="指纹末组的五位数字", max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="打电话给对方，请对方打开“上报包—钥匙”念出本系统的指纹，八组都一样，再在这里输入末组。",
    )  # fmt: skip

    def __init__(self, *args, organs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [(organ.pk, organ.name) for organ in organs]
        self.helper = _helper("trust", "八组都核对过，信任这把钥匙", "parcel_trust")
