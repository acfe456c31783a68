"""What forms say where Django has words of its own: ours, whole sentences, what to do."""

import gettext
import inspect
import re
from pathlib import Path

import django
import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.auth import forms as log_in
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from reports.forms import imports as import_forms
from reports.forms import office as office_forms
from reports.forms import report as report_forms
from reports.models import Organ
from reportsite.accounts import forms as account_forms
from tests import factories

LOCALE = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES"
NUMBERS = {"limit_value": 3, "show_value": 5, "max": 3, "length": 5, "value": "x", "pk": "x"}
_ENTRY = re.compile(
    r'^msgid "(.+)"\n(?:msgid_plural ".+"\nmsgstr\[0\]|msgstr) "(.+)"$', re.MULTILINE
)


def djangos_words() -> set[str]:
    """Return the sentences that Django brings along in Chinese."""
    root = Path(django.__file__).parent
    said = set()
    for file in root.glob("**/locale/zh_Hans/LC_MESSAGES/*.mo"):
        with file.open("rb") as stream:
            said |= set(gettext.GNUTranslations(stream)._catalog.values())
    return {words for words in said if words.endswith("。") or "%(" in words}


def our_fields() -> dict[str, forms.Field]:
    """Return every field of every form of ours, a kind of field in a form once."""
    rooms = (report_forms, import_forms, office_forms, account_forms)
    classes = {
        one
        for room in rooms
        for _, one in inspect.getmembers(room, inspect.isclass)
        if issubclass(one, forms.BaseForm)
    } | {log_in.PasswordChangeForm}
    fields = {f"{one.__name__}.{n}": f for one in classes for n, f in one.base_fields.items()}
    fields |= {f"{one.__name__}": forms.CharField(error_messages=one.error_messages)
               for one in classes if hasattr(one, "error_messages")}  # fmt: skip
    return fields | {
        "AcceptanceForm of its own": report_forms.AcceptanceForm(1, "x").fields["reason"]
    }


def sentences(field: forms.Field) -> list[str]:
    found = [str(words) for words in field.error_messages.values()]
    found += [str(validator.message % NUMBERS) for validator in field.validators]
    return found


def test_no_form_speaks_in_django_s_words():
    theirs = djangos_words()
    numbers = NUMBERS | {"offset": 1, "valid_value1": 1, "valid_value2": 1}
    plain = {words % numbers for words in theirs if "%(limit_value)" in words}

    spoken = [(name, said) for name, field in our_fields().items() for said in sentences(field)
              if said in theirs | plain]  # fmt: skip

    assert spoken == []


def test_the_walk_over_the_forms_bites():
    with_english = forms.SlugField()
    assert any(said in djangos_words() for said in sentences(with_english))


def test_nobody_is_addressed():
    """Short sentences that say what to do need no word for whom (reading a page of others is no speech)."""
    root = Path(settings.BASE_DIR)
    files = [*root.glob("templates/**/*.html"), *root.glob("static/js/**/*.js"), *root.glob("reports/**/*.py")]
    ours = (file for file in files if not {"importing", "migrations"} & set(file.parts))

    assert [str(file.relative_to(root)) for file in ours if "您" in file.read_text()] == []


def test_no_password_is_refused_in_django_s_words(db):
    person = factories.clerk("zhangming")
    said = []
    for password in ("zhangming", "password", "12345678", "short"):
        with pytest.raises(ValidationError) as refusal:
            password_validation.validate_password(password, person)
        said += refusal.value.messages
    said += password_validation.password_validators_help_texts()

    assert not set(said) & djangos_words()
    assert "密码与用户名太像，容易被猜到，请换一个。" in said


def test_no_row_is_refused_in_django_s_words():
    theirs = djangos_words()
    fields = [field for model in apps.get_app_config("reports").get_models()
              for field in model._meta.get_fields() if hasattr(field, "error_messages")]  # fmt: skip
    shown = ("required", "null", "blank", "invalid_choice", "unique")

    spoken = [str(field.error_messages.get(code, "")) for field in fields for code in shown]

    assert Organ._meta.get_field("name") in fields
    assert not set(spoken) & theirs


def test_the_compiled_words_are_those_that_can_be_read():
    with (LOCALE / "django.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    entries = _ENTRY.findall((LOCALE / "django.po").read_text())

    assert len(entries) > 40
    for english, chinese in entries:
        assert chinese in (compiled.gettext(english), compiled.ngettext(english, english, 2))


@pytest.mark.parametrize(
    ("address", "data", "said"),
    [
        ("/password/", {}, "这一项没有填，请填写。"),
        ("/password/", {"old_password": "x", "new_password1": "a", "new_password2": "b"},
         "现在用的密码不对，请重新输入（注意大小写）。"),
        ("/reports/{}/details/", {"title": "长" * 201}, "最多200个字，现在有201个，请写得简短些。"),
        ("/reports/{}/details/", {"title": "题", "issued": "2026-02-30"}, "没有这个日期。"),
        ("/reports/{}/details/", {"title": "题", "seen": "x"}, "页面不完整，没有保存。请刷新页面再试。"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_our_words(client_of, zhang, report, address, data, said):
    answer = client_of(zhang).post(address.format(report.pk), data)
    assert said in answer.content.decode()
