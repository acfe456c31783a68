"""审签: steps that a district switches on, signed here or on paper, before anything is published."""

import io

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image

from reports import history, workflow
from reports.models import AuditEvent, Organ, Publication, Report, Signature
from reports.publishing import publications
from reports.refusals import Already, Refused
from reports.writing import editing
from tests import factories

STEPS = ["drafting", "check", "secrecy", "issue"]


@pytest.fixture
def report(bureau, zhang, wang):
    """A report without errors."""
    return factories.complete(factories.report(bureau, 2025, by=zhang), by=zhang)


@pytest.fixture
def switched_on(government, wang):
    """All steps, switched on for the district."""
    workflow.switch_signing(government.pk, STEPS, by=wang)


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(made, "JPEG")
    return made.getvalue()


def code_of(user) -> str:
    """Return the code that the person's telephone shows."""
    device = TOTPDevice.objects.create(user=user, name="手机", confirmed=True)
    return f"{totp(device.bin_key):06d}"


def sign(report, step, by, **words):
    given = {"seen": workflow.fingerprint_of(report)} | words
    return workflow.sign(report.pk, step, by=by, **given)


def sign_all(report, zhang, li):
    sign(report, "drafting", zhang)
    sign(report, "check", li)
    sign(report, "secrecy", li, words="不涉密，可以公开")
    return sign(report, "issue", li, photo=picture(), signer="周局长")


def text(response) -> str:
    return response.content.decode()


def test_without_steps_nothing_needs_a_signature(report, li):
    assert workflow.standings_of(report, li) == []
    with pytest.raises(Refused, match="没有开启"):
        sign(report, "check", li)


def test_steps_are_signed_in_their_order_each_by_its_role(report, switched_on, zhang, li, client_of):
    with pytest.raises(Refused, match="请先办完“拟稿”"):
        sign(report, "check", li)
    sign_all(report, zhang, li)

    page = text(client_of(li).get(f"/reports/{report.pk}/signing/"))

    assert workflow.unsigned(report) == []
    assert "不涉密，可以公开" in page and "周局长" in page and "（李红上传）" in page


def test_who_lacks_the_role_is_told_and_nothing_changes(report, switched_on, zhang, wang):
    with pytest.raises(Refused, match="由本机关的审核人办理") as refusal:
        sign(report, "issue", zhang)
    with pytest.raises(Refused, match="由本机关的填报人办理"):
        sign(report, "drafting", wang)

    assert refusal.value.status == 403
    assert not Signature.objects.exists()


def test_a_version_that_changed_meanwhile_is_not_signed(report, switched_on, zhang, client_of):
    seen = workflow.fingerprint_of(report)
    cell = "proactive.licensing.decisions"
    editing.save(report.pk, [factories.edit(report, cell, "5")], by=zhang)

    answer = client_of(zhang).post(f"/reports/{report.pk}/signing/drafting/", {"seen": seen})

    assert answer.status_code == 409 and "报告的内容有改动，没有签" in text(answer)
    assert not Signature.objects.exists()


def test_a_second_signature_on_the_same_version_is_none(report, switched_on, zhang):
    sign(report, "drafting", zhang)

    with pytest.raises(Already, match="张明 .* 已签“拟稿”"):
        sign(report, "drafting", zhang)

    assert Signature.objects.count() == 1


def test_what_was_changed_is_to_be_signed_anew(report, switched_on, zhang, client_of):
    sign(report, "drafting", zhang)
    cell = "proactive.licensing.decisions"
    editing.save(report.pk, [factories.edit(report, cell, "5")], by=zhang)
    page = text(client_of(zhang).get(f"/reports/{report.pk}/signing/"))
    again = sign(type(report).objects.get(pk=report.pk), "drafting", zhang)

    assert "之后内容有改动，需要重新签" in page
    assert Signature.objects.count() == 2 and again.content == workflow.fingerprint_of(report)


@pytest.fixture
def chief(bureau):
    """The head of the bureau."""
    return factories.give(factories.clerk("chief", "强", "周"), bureau, "reviewer")


def test_the_last_step_is_signed_here_with_the_second_factor(report, switched_on, zhang, li, chief):
    sign(report, "drafting", zhang)
    sign(report, "check", li)
    sign(report, "secrecy", li)

    with pytest.raises(Refused, match="还没有设置"):
        sign(report, "issue", chief, code="123456")
    right = code_of(chief)
    made = sign(report, "issue", chief, code=right)

    assert made.signer == "周强" and not made.on_paper


def test_who_checked_does_not_issue_here_nor_on_paper(report, switched_on, zhang, li, client_of):
    sign(report, "drafting", zhang)
    sign(report, "check", li)
    sign(report, "secrecy", li)

    page = text(client_of(li).get(f"/reports/{report.pk}/signing/"))
    with pytest.raises(Refused, match="李红已签“审核”，“签发”要由另一个人签"):
        sign(report, "issue", li, code=code_of(li))
    with pytest.raises(Refused, match="张明已签“拟稿”"):
        sign(report, "issue", li, photo=picture(), signer="张明")

    assert "你已签“审核”" in page and workflow.unsigned(report) == ["签发"]


def test_one_person_with_both_roles_signs_one_of_the_steps_unless_the_district_allows_more(
    report, government, switched_on, zhang, bureau, wang
):
    factories.give(zhang, bureau, "reviewer")
    sign(report, "drafting", zhang)
    with pytest.raises(Refused, match="张明已签“拟稿”，“审核”要由另一个人签"):
        sign(report, "check", zhang)

    workflow.switch_signing(government.pk, STEPS, by_one=True, by=wang)
    for step in ("check", "secrecy"):
        sign(report, step, zhang)
    sign(report, "issue", zhang, code=code_of(zhang))

    assert workflow.unsigned(report) == []
    assert AuditEvent.objects.filter(action="signing_set").first().detail.endswith("（可以由同一人办理）")


def test_a_wrong_code_signs_nothing(report, switched_on, zhang, li, chief):
    sign(report, "drafting", zhang)
    sign(report, "check", li)
    sign(report, "secrecy", li)
    right = code_of(chief)

    with pytest.raises(Refused, match="验证码不正确"):
        sign(report, "issue", chief, code=f"{(int(right) + 1) % 10**6:06d}")

    assert workflow.unsigned(report) == ["签发"]


@pytest.mark.parametrize(
    "file", [b"", b"MZ no picture", picture()[:40]], ids=["empty", "program", "cut"]
)
def test_a_photograph_that_is_none_is_refused(report, switched_on, zhang, client_of, file):
    form = {"seen": workflow.fingerprint_of(report), "paper": "1", "signer": "周局长",
            "photo": io.BytesIO(file)}  # fmt: skip

    answer = client_of(zhang).post(f"/reports/{report.pk}/signing/drafting/", form)

    assert answer.status_code == 400 and "不是能读的照片，没有保存" in text(answer)
    assert not Signature.objects.exists()


def test_a_photograph_is_kept_and_shown_to_readers_only(report, switched_on, zhang, zhao, wang, client_of):
    made = sign(report, "drafting", zhang, photo=picture(), signer="周局长")
    address = f"/reports/{report.pk}/signing/photos/{made.pk}/"

    seen = client_of(wang).get(address)

    assert seen["Content-Type"] == "image/jpeg" and seen.content == bytes(made.photo)
    assert client_of(zhao).get(address).status_code == 404


def test_nothing_is_published_before_the_steps_that_are_on(
    report, switched_on, zhang, li, wang, client_of, quick_files
):
    workflow.submit(report.pk, by=li)
    approved = workflow.approve(report.pk, by=wang)
    with pytest.raises(Refused, match="还没有拟稿、审核、保密审查、签发，不能发布"):
        publications.publish(report.pk, by=li)
    page = text(client_of(li).get(f"/reports/{report.pk}/publication/"))
    sign_all(approved, zhang, li)

    publications.publish(report.pk, by=li)

    assert "去审签" in page and Publication.objects.count() == 1


def test_what_was_taken_down_is_signed_before_it_is_put_up_again(
    report, government, zhang, li, wang, quick_files
):
    workflow.submit(report.pk, by=li)
    workflow.approve(report.pk, by=wang)
    public = publications.publish(report.pk, by=li).report
    workflow.switch_signing(government.pk, ["drafting"], by=wang)
    with pytest.raises(Refused, match="已经发布，不再审签"):
        sign(public, "drafting", zhang)
    publications.withdraw(report.pk, "有误", by=li)
    with pytest.raises(Refused, match="还没有拟稿"):
        publications.publish(report.pk, by=li)
    sign(type(report).objects.get(pk=report.pk), "drafting", zhang)

    publications.publish(report.pk, by=li)

    assert Publication.objects.count() == 2


def test_the_nearest_setting_above_counts(report, bureau, switched_on, wang):
    workflow.switch_signing(bureau.pk, ["issue"], by=wang)
    nearer = workflow.steps_on(bureau)
    workflow.switch_signing(bureau.pk, [], by=wang)

    assert nearer == ("issue",) and workflow.steps_on(bureau) == ()


def test_an_administrator_switches_steps_on_in_the_organ_s_page(bureau, wang, zhao, client_of):
    factories.give(zhao, zhao.organs.first(), "administrator")
    address = f"/organs/{bureau.pk}/signing/"

    client_of(wang).post(address, {"steps": ["issue", "secrecy"]})
    wrong = client_of(wang).post(address, {"steps": ["fly"]})

    assert workflow.steps_on(bureau) == ("secrecy", "issue") and wrong.status_code == 400
    assert client_of(zhao).post(address, {"steps": []}).status_code == 404
    assert AuditEvent.objects.get(action="signing_set").detail == "保密审查、签发"


def test_a_signature_stands_in_history_and_audit(report, switched_on, zhang, client_of):
    sign(report, "drafting", zhang, words="同意")

    page = text(client_of(zhang).get(f"/reports/{report.pk}/timeline/"))

    assert AuditEvent.objects.get(action="signed").detail == "张明签“拟稿”：同意"
    assert "审签：拟稿" in page and history.verify_changes() == []


def test_what_waits_to_be_signed_stands_on_the_front_page(report, switched_on, zhang, li):
    workflow.submit(report.pk, by=li)
    first = [kind.caption for kind in workflow.errands_of(zhang)]
    sign(type(report).objects.get(pk=report.pk), "drafting", zhang)

    assert "审签" in first
    assert "审签" not in [kind.caption for kind in workflow.errands_of(zhang)]
    assert "审签" in [kind.caption for kind in workflow.errands_of(li)]


def test_a_receipt_tells_when_which_version_and_its_fingerprint(report, li, wang, client_of):
    before = client_of(li).get(f"/reports/{report.pk}/receipt/").status_code
    workflow.submit(report.pk, by=li)

    page = text(client_of(wang).get(f"/reports/{report.pk}/receipt/"))

    assert before == 404
    assert workflow.fingerprint_of(report) in page and "李红" in page and "修订号" in page


def test_sheet_and_draft_carry_the_fingerprint(report, switched_on, li, client_of):
    browser = client_of(li)

    sheet = text(browser.get(f"/reports/{report.pk}/signing/sheet/"))
    draft = browser.get(f"/reports/{report.pk}/signing/draft.pdf")

    assert workflow.fingerprint_of(report) in sheet and "签字：" in sheet
    assert draft.content.startswith(b"%PDF") and "inline" in draft["Content-Disposition"]


def test_a_stranger_finds_nothing_to_sign(report, switched_on, zhao, client_of):
    browser = client_of(zhao)
    for place in ("signing/", "signing/sheet/", "signing/draft.pdf", "receipt/"):
        assert browser.get(f"/reports/{report.pk}/{place}").status_code == 404
    assert browser.post(f"/reports/{report.pk}/signing/drafting/").status_code == 404


def test_all_that_waits_to_be_signed_is_counted(government, bureau, switched_on, zhang, li):
    for at in range(24):
        organ = factories.organ(f"瀍水区第{at}所", under=government)
        factories.give(zhang, organ, "clerk")
        made = factories.report(organ, 2025, by=zhang)
        Report.objects.filter(pk=made.pk).update(status="submitted")
        if at < 3:
            sign(made, "drafting", zhang)

    def waiting():
        (found,) = (kind for kind in workflow.errands_of(zhang) if kind.caption == "审签")
        return found.count, len(found.first)

    assert waiting() == (21, 8)
    changed = Report.objects.filter(organ__name="瀍水区第0所")
    changed.update(revision=9, title="另一个标题")
    assert waiting() == (22, 8)
    Organ.objects.filter(name="瀍水区第1所").update(name="瀍水区第一所")
    assert waiting() == (23, 8)
