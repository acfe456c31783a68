"""People come by invitation, hold roles, and are shut out at once."""

import datetime
import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from reports import directory
from reports.forms.office import halves_of
from reports.models import AuditEvent, Invitation, Membership
from reports.oversight import notices
from reports.refusals import Refused
from tests import factories

SUN = {"name": "孙静", "roles": ["clerk", "reviewer"], "email": "sun@example.gov.cn"}
NEW = {"last_name": "孙", "first_name": "静", "username": "sun", "password1": "long enough 9!",
       "password2": "long enough 9!"}  # fmt: skip


@pytest.fixture
def link(bureau, wang, client_of) -> str:
    """The path of a fresh invitation to write and review for the bureau."""
    page = client_of(wang).post(f"/organs/{bureau.pk}/invite/", SUN, follow=True).content.decode()
    return re.search(r'value="https?://[^/]+(/join/[^"]+)"', page)[1]


def roles(username: str) -> set[str]:
    held = Membership.objects.filter(user__username=username)
    return set(held.values_list("role", flat=True))


def test_an_invited_person_makes_their_own_account(link, bureau):
    Client().post(link, NEW)

    sun = User.objects.get(username="sun")
    assert roles("sun") == {"clerk", "reviewer"}
    assert sun.check_password("long enough 9!")
    assert sun.email == "sun@example.gov.cn"
    entered = Client().post("/login/", {"username": "sun", "password": "long enough 9!"})
    assert entered.status_code == 302


def test_the_page_with_a_link_can_be_loaded_again(bureau, wang, client_of):
    browser = client_of(wang)

    answer = browser.post(f"/organs/{bureau.pk}/invite/", SUN)
    twice = [browser.get(answer.url).content.decode() for _ in range(2)]

    invitation = Invitation.objects.get()
    assert answer.status_code == 302 and all(invitation.link in page for page in twice)
    assert 'data-copy="invitation-link"' in twice[0] and "js/pages/copy.js" in twice[0]


def test_the_same_invitation_sent_twice_is_one(bureau, wang, client_of):
    answers = [client_of(wang).post(f"/organs/{bureau.pk}/invite/", SUN) for _ in range(2)]

    assert Invitation.objects.count() == 1
    assert answers[0].url == answers[1].url
    assert AuditEvent.objects.filter(action="invited").count() == 1


def test_another_organ_s_link_is_not_shown(bureau, government, link, wang, client_of):
    pk = Invitation.objects.get().pk
    assert (
        link not in client_of(wang).get(f"/organs/{government.pk}/?invited={pk}").content.decode()
    )


def test_the_invited_name_is_there_and_the_person_is_logged_in_at_once(link):
    visitor = Client()

    asked = visitor.get(link).content.decode()
    entered = visitor.post(link, NEW, follow=True)

    assert 'value="孙"' in asked and 'value="静"' in asked
    assert entered.context["user"].username == "sun"
    assert entered.redirect_chain[-1][0] == "/"


def test_who_joins_as_a_supervisor_still_sets_up_a_second_factor(bureau, wang, client_of, settings):
    settings.SECOND_FACTOR = "supervisors"
    verified = factories.superuser("root")
    directory.invite(
        bureau.pk,
        name="孙静",
        roles=["supervisor"],
        email="",
        by=verified,
        home="http://testserver",
    )
    visitor = Client()

    visitor.post(Invitation.objects.get().link, NEW)

    assert visitor.get("/supervision/").url == "/second-factor/"


@pytest.mark.parametrize(
    ("name", "halves"),
    [
        ("孙静", ("孙", "静")),
        ("欧阳修", ("欧阳", "修")),
        ("买买提·艾力", ("买买提", "艾力")),
        ("孙", ("孙", "")),
    ],
)
def test_a_name_is_parted_as_people_do(name, halves):
    assert halves_of(name) == halves


def test_an_invitation_serves_once(link):
    Client().post(link, NEW)

    again = Client().post(link, NEW | {"username": "qian"})

    assert again.status_code == 410
    assert "已经用过" in again.content.decode()
    assert not User.objects.filter(username="qian").exists()


def test_an_invitation_expires(link):
    Invitation.objects.update(at=timezone.now() - datetime.timedelta(days=8))

    assert "已经过期" in Client().get(link).content.decode()


@pytest.mark.parametrize("loss", ["role", "account", "subtree"])
def test_an_invitation_dies_with_the_right_of_its_maker(
    link, wang, zhao, client_of, government, bureau, loss
):
    if loss == "role":
        Membership.objects.filter(user=wang, role="administrator").delete()
    elif loss == "account":
        User.objects.filter(pk=wang.pk).update(is_active=False)
    else:
        bureau.move(factories.organ("云溪市人民政府", type="county"), "first-child")

    for browser in (Client(), client_of(zhao)):
        answer = browser.post(link, NEW)
        assert answer.status_code == 410
        assert "链接已失效" in answer.content.decode()
    assert not User.objects.filter(username="sun").exists() and roles("zhao") <= {
        "clerk",
        "reviewer",
    }
    assert not Membership.objects.filter(user=zhao, organ=bureau).exists()
    assert notices.send_mail() == 0


def test_who_sends_an_invitation_again_vouches_for_it(link, wang, government, client_of):
    chief = factories.give(factories.clerk("qian"), government, "administrator")
    Membership.objects.filter(user=wang).delete()

    page = client_of(chief).get(f"/organs/{Invitation.objects.get().organ_id}/").content.decode()
    client_of(chief).post(again())

    assert "邀请人现在不能邀请，链接无效" in page
    assert Client().post(link, NEW).status_code == 302
    assert roles("sun") == {"clerk", "reviewer"}


def test_nobody_is_written_to_after_being_shut_out(zhang):
    notices.tell([zhang], "报告已退回", mail=True)
    User.objects.update(email="zhang@example.gov.cn", is_active=False)

    assert notices.send_mail() == 0


def test_an_invitation_can_be_taken_back(link, wang, client_of):
    client_of(wang).post(f"/invitations/{Invitation.objects.get().pk}/cancel/")

    assert Client().get(link).status_code == 410


@pytest.mark.parametrize("token", ["1", "1:forged", "x:y:z", "%00"])
def test_a_made_up_link_leads_nowhere(link, token):
    assert Client().get(f"/join/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password2": "other"}, "密码"),
        ({"username": "zhang"}, "这个用户名已经有人用了，请换一个。"),
        ({"last_name": ""}, "这一项没有填，请填写。"),
    ],
)
def test_a_wrong_form_keeps_the_invitation_open(link, zhang, change, sentence):
    page = Client().post(link, NEW | change)

    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert Invitation.objects.get().is_open


def test_somebody_with_an_account_takes_the_roles_with_it(link, zhao, client_of, bureau):
    client_of(zhao).post(link)

    held = Membership.objects.filter(user=zhao, organ=bureau)
    assert set(held.values_list("role", flat=True)) == {"clerk", "reviewer"}


def test_roles_are_set_and_audited(bureau, zhang, wang, client_of):
    address = f"/organs/{bureau.pk}/people/{zhang.pk}/"

    client_of(wang).post(address, {"roles": ["clerk", "reviewer"]})

    assert roles("zhang") == {"clerk", "reviewer"}
    assert AuditEvent.objects.filter(action="roles_changed", user=wang).exists()


def test_an_administrator_does_not_lock_themselves_out(government, wang, client_of):
    address = f"/organs/{government.pk}/people/{wang.pk}/"

    assert client_of(wang).post(address, {"roles": ["supervisor"]}).status_code == 409
    assert "administrator" in roles("wang")
    with pytest.raises(Refused):
        directory.set_active(wang.pk, False, by=factories.give(wang, government))


def test_who_also_works_elsewhere_is_not_shut_out_from_here(bureau, zhang, wang, client_of):
    factories.give(zhang, factories.organ("云溪市档案馆"), "clerk")

    assert client_of(wang).post(f"/people/{zhang.pk}/active/", {"active": "0"}).status_code == 404
    assert User.objects.get(pk=zhang.pk).is_active


def test_the_organ_page_shows_people_and_sets_particulars(bureau, zhang, wang, client_of):
    browser = client_of(wang)
    new = {"name": bureau.name, "type": "department", "code": "B77", "region": "瀍水区"}

    assert "张明" in browser.get(f"/organs/{bureau.pk}/").content.decode()
    assert browser.post(f"/organs/{bureau.pk}/", new).status_code == 302

    bureau.refresh_from_db()
    assert (bureau.code, bureau.region) == ("B77", "瀍水区")


def test_a_duty_needs_its_reason(bureau, wang, client_of):
    page = client_of(wang).post(f"/organs/{bureau.pk}/duty/", {"year": 2025, "kind": "exempt"})

    assert page.status_code == 400
    assert "请写明原因" in page.content.decode()


def test_a_bad_workbook_is_refused_on_the_page(wang, client_of):
    page = client_of(wang).post("/organs/import/", {"file": SimpleUploadedFile("a.xlsx", b"no")})

    assert page.status_code == 400
    assert "不是 XLSX 文件" in page.content.decode()


def test_a_stranger_opens_no_organ(bureau, zhao, client_of):
    assert client_of(zhao).get(f"/organs/{bureau.pk}/").status_code == 404
    assert client_of(zhao).post(f"/organs/{bureau.pk}/invite/", {}).status_code == 404


def sent() -> str:
    """Return the one letter that went out, with its address."""
    (letter,) = mail.outbox
    return f"{letter.to} {letter.body}"


def test_an_invitation_goes_out_by_e_mail_with_its_link(bureau, wang, client_of,
                                                        django_capture_on_commit_callbacks):  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        page = (
            client_of(wang).post(f"/organs/{bureau.pk}/invite/", SUN, follow=True).content.decode()
        )

    invitation = Invitation.objects.get()
    assert "sun@example.gov.cn" in sent() and "王芳邀请你在" in sent()
    assert invitation.link.startswith("http://testserver/join/") and invitation.link in sent()
    assert "邮件发往 sun@example.gov.cn" in page
    assert invitation.mailed_at is not None


@pytest.mark.parametrize("change", [{"email": ""}, {"mail": "dummy"}])
def test_without_address_or_mail_server_the_link_is_to_be_copied(
    bureau, wang, client_of, settings, django_capture_on_commit_callbacks, change
):
    if backend := change.get("mail"):
        settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"

    with django_capture_on_commit_callbacks(execute=True):
        page = (
            client_of(wang)
            .post(f"/organs/{bureau.pk}/invite/", SUN | change, follow=True)
            .content.decode()
        )

    assert mail.outbox == []
    assert "复制下面的链接发给本人" in page and Invitation.objects.get().link in page


def test_a_letter_that_did_not_go_out_waits_for_the_command(link, capsys):
    call_command("send_notices")

    assert "已发送1封邮件" in capsys.readouterr().out
    assert link in sent()


def test_an_expired_invitation_is_sent_again_with_a_new_term(link, wang, client_of):
    week = datetime.timedelta(days=8)
    Invitation.objects.update(at=timezone.now() - week, mailed_at=timezone.now() - week)

    page = client_of(wang).post(again(), follow=True).content.decode()
    notices.send_mail()

    assert link in page and link in sent()
    assert Client().get(link).status_code == 200
    assert AuditEvent.objects.filter(detail="重新发送对孙静的邀请").exists()


def test_nobody_is_sent_letter_after_letter(link, wang, client_of):
    Invitation.objects.update(mailed_at=timezone.now())

    answer = client_of(wang).post(again())

    assert answer.status_code == 409 and "邮件刚刚发过" in answer.content.decode()


def test_a_used_invitation_is_not_sent_again(link, wang, client_of):
    Client().post(link, NEW)

    assert client_of(wang).post(again()).status_code == 409
    assert notices.send_mail() == 0


def test_the_organ_page_says_what_became_of_each_letter(link, wang, client_of, bureau):
    Invitation.objects.update(mailed_at=timezone.now())
    assert "已发邮件" in client_of(wang).get(f"/organs/{bureau.pk}/").content.decode()

    Invitation.objects.update(at=timezone.now() - datetime.timedelta(days=8))
    assert "已过期" in client_of(wang).get(f"/organs/{bureau.pk}/").content.decode()


def again() -> str:
    """Return the address that sends the invitation again."""
    return f"/invitations/{Invitation.objects.get().pk}/send-again/"
