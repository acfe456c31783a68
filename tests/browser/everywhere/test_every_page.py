"""Every page there is, walked: words stand out from their ground, and no two things have one id."""

import datetime
import io

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import expect

from reports import bulk, directory, gathering, jobs, register, scanning, workflow
from reports.publishing import graphics, publications
from reports.register import Typed, TypedReview
from reports.writing import assigning, editing, parts
from tests import factories
from tests.gathering.conftest import old_report

from .looks import faint, said_twice, stray_blanks, uneven

# What is fetched or downloaded, and what only leads elsewhere.
NO_PAGES = {
    "circular", "days_feed", "desk_go", "findings", "picture", "preview_page", "download", "changes_csv", "supervision_csv",
    "aggregation_years_csv", "aggregation_xlsx", "aggregation_csv", "aggregation_organs_csv",
    "bulk_progress", "import_scan_progress", "bulk_download", "gathering_progress", "gathering_list", "gathered_original", "gathered_page", "blank_workbook", "audit_csv", "robots", "held",
    "oidc_authentication_init", "oidc_authentication_callback", "healthz", "readyz",
    "register_figures_csv", "register_charts_csv", "register_progress",
    "appraisal_xlsx", "alike_csv", "alike_xlsx", "rectifying_csv", "signing_draft", "signing_photo", "public_file", "public_version_file", "public_organ_csv", "public_figures_csv",
    "public_region_figures_csv", "public_compare_csv", "public_dictionary", "public_table",
    "public_year_table", "public_print_style", "public_feed", "public_sitemap",
    "public_sitemap_year", "public_search_index", "graphic_picture", "public_graphic_picture", "assignment_workbook", "part_findings", "unit_findings",
    "part_workbook", "unit_workbook", "parcel_progress", "parcel_file",
}  # fmt: skip
# What is only posted to.
POSTED = {
    "save", "pulse", "accept", "reopen", "pictures", "import_undo", "import_discard", "import_scan_retry", "withdraw",
    "publish", "withdraw_publication", "make_graphic", "approve_graphic", "withdraw_graphic", "move", "add_remark", "answer_remark",
    "close_remark", "rectification_act", "sign", "desk_kept_act", "organ_signing", "chase", "desk_approve", "alike_compare", "bulk_move", "organ_duty", "invite", "set_roles", "set_active", "move_organ",
    "copy_calendar", "note_call", "report_kind", "revoke_subscription", "seal", "own_site_check", "own_site_undo", "cancel_invitation", "resend_invitation", "mark_read", "set_letters", "logout", "gathering_settle", "gathering_move",
    "gathered_undo", "gathered_correct", "gathered_restore", "assignment_bring", "assignment_move", "unit_leave",
    *(f"{door}_{what}" for door in ("part", "unit")
      for what in ("save", "pulse", "hand_in", "take_back", "bring")),
    "parcel_pack", "parcel_trust", "parcel_key_revoke", "parcel_back", "parcel_settle", "parcel_move",
    "register_clear", "register_remove", "register_remove_review", "register_drop", "register_undo",
}  # fmt: skip
# Walked by a test of its own below.
ON_THE_WAY = {
    "submit",
    "import_aim",
    "import_look",
    "import_scan",
    "register_look",
    "second_factor",
    "password_change_done",
    "preview",
    "assignments", "assignment", "assignment_sheet", "part", "part_sheet", "unit", "unit_code", "unit_sheet",
}
FAULTS = {
    "requests.new.natural_person": "9999",
    "proactive.fees.amount": "",
    "problems": "<p>存在的问题。。定期更新 资料（共3118件)，联系电话13800138000。</p>",
}


@pytest.fixture
def wang(transactional_db):
    """The supervisor and administrator of the district."""
    return factories.clerk("wang", "芳", "王")


@pytest.fixture
def bureau(zhang, wang):
    """A bureau under the government that 王 supervises."""
    government = factories.organ("瀍水区人民政府", type="county")
    factories.give(wang, government, "supervisor", "administrator", "clerk", "reviewer")
    return factories.organ("瀍水区文化和旅游局", zhang, under=government)


@pytest.fixture
def written(bureau, zhang):
    """A report that is still written: faults of every kind, a remark, given back once."""
    made = factories.sound_report(bureau, 2025, by=zhang)
    workflow.hand_over(made.pk, by=zhang)
    workflow.move(made.pk, "send_back", by=zhang, reason="表三与正文不一致")
    for place, text in FAULTS.items():
        factories.type_in(made, place, text, by=zhang)
    workflow.add_remark(made.pk, "requests.new.total", "与正文不一致", by=zhang)
    workflow.add_remark(made.pk, "", "请附图", by=zhang)
    return made


@pytest.fixture
def judged(bureau, zhang, wang):
    """A report that was handed in, with a remark."""
    made = factories.sound_report(bureau, 2022, by=zhang)
    workflow.submit(made.pk, by=zhang)
    workflow.add_remark(made.pk, "requests.new.total", "与正文不一致", by=wang)
    factories.kept_warning(made, by=zhang)
    factories.rectification(made, by=wang)
    return made


@pytest.fixture
def upper(bureau, wang):
    """The government's own report, which sums up those below."""
    government = factories.organ_named("瀍水区人民政府")
    return factories.sound_report(government, 2025, by=wang)


@pytest.fixture
def public(transactional_db, zhang, quick_files):
    """An organ on the public site: a report corrected once, and an older one."""
    archive = factories.settle(factories.organ("云溪市档案馆", zhang), region="云溪市")
    first = factories.published(archive, 2024, by=zhang)
    factories.published(archive, 2020, by=zhang)
    factories.mend(first.report, "proactive.fees.amount", "12.5", by=zhang)
    publications.publish(first.report_id, by=zhang, note="更正表二的收费金额")
    drawn = graphics.make(first.report_id, by=zhang)
    graphics.approve(first.report_id, drawn.pk, by=zhang)
    yield archive
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO reports_search (reports_search) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM reports_search")


def at(name: str, *args, query: str = "") -> tuple[str, str]:
    return name, reverse(name, args=args) + query


def clerks_pages(written) -> list[tuple[str, str]]:
    return [
        at("home"), at("my_reports"), at("subscription"), at("import_new"), at("rules"), at("notices"), at("password_change"),
        at("second_factor_setup"), at("guide"), at("edition_guide", "2019"),
        at("which_row", "2021"), at("which_row", "2021", query="?at=clear&answer=2"),
        *(at(name, written.pk) for name in ("editor", "details", "check_sheet", "import",
                                            "publication", "timeline", "compare", "review", "enforcement",
                                            "signing", "signing_sheet", "own_site", "graphic")),
    ]  # fmt: skip


@pytest.fixture
def kept(bureau, zhang):
    """A register with requests in every state and a review; the ids of one of each."""
    day = datetime.date(2025, 3, 5)
    closed = register.save_request(bureau.pk, Typed("1", day, "other", "granted", datetime.date(2025, 4, 1)), by=zhang)
    register.save_request(bureau.pk, Typed("2", day, "business", body="办公室", extended=True), by=zhang)
    review = register.save_review(bureau.pk, TypedReview("复1", "reconsideration", day, request="1"), by=zhang)
    return closed.pk, review.pk


def registers_pages(bureau, written, request, review) -> list[tuple[str, str]]:
    return [
        at("register", bureau.pk), at("register_request", bureau.pk, request), at("register_reviews", bureau.pk),
        at("register_review", bureau.pk, review), at("register_settings", bureau.pk), at("register_bring", bureau.pk),
        at("register_figures", bureau.pk, query="?year=2025"), at("from_register", written.pk),
        at("from_register_cell", written.pk, "requests.granted.total"), at("registers"),
    ]  # fmt: skip


def offices_pages(bureau, judged, upper, job, lot) -> list[tuple[str, str]]:
    return [
        at("rectifications", judged.pk), at("rectifying", query="?year=2022&state=all"),
        at("receipt", judged.pk), at("appraisal", query="?year=2022"), at("desk_kept", query="?year=2022"), at("alike", query="?year=2022"),
        at("alike_pair", factories.alike(judged, upper).pk), at("desk", query="?state=all"), at("desk_judged"), at("review", judged.pk, query="?queue=1&year=2022&state=all"),
        at("supervision"), at("my_reports"), at("aggregation"), at("aggregation", query="?year=2025"),
        at("aggregation_cell", "requests.new.total"), at("aggregation_organs"), at("aggregation_years"),
        at("aggregation_outliers"), at("bulk_jobs"), at("bulk_new", query="?year=2025"), at("bulk_job", job.pk),
        at("parcels"), at("parcel_keys"), *carried(lot.by, bureau),
        at("gatherings"), at("gathering", lot.pk), at("gathered_file", lot.pk, lot.items.get().pk), at("gathered_source", lot.pk, lot.items.get().pk),
        at("calendars"), at("calendar", bureau.pk, 2025), at("organs"), at("organ", bureau.pk), at("new_organ"), at("import_organs"), at("audit"), at("review", judged.pk),
        at("timeline", judged.pk), at("compare", judged.pk), at("publication", judged.pk),
        at("from_below", upper.pk), at("from_below_cell", upper.pk, "requests.new.total"),
    ]  # fmt: skip


def public_pages(bureau, region: str) -> list[tuple[str, str]]:
    return [
        at("public_reports"), at("public_reports", query="?q=图解"), at("public_year", 2024),
        at("public_region", region), at("public_organs"), at("public_organ", bureau.pk),
        at("public_report", bureau.pk, 2024), at("public_report", bureau.pk, 2020),
        at("public_graphic", bureau.pk, 2024), at("public_version", bureau.pk, 2024, 1), at("public_figures"),
        at("public_region_figures", region),
        at("public_compare", query=f"?organ={bureau.pk}&name=局"), at("public_data"),
        at("public_api_guide"), at("public_accessibility"),
    ]  # fmt: skip


def brought(by):
    """Return a lot of one file that was read, and that a person must settle."""
    lot = gathering.create([("a.json", io.BytesIO(old_report("文旅局", 2023)))], by=by)
    begun = gathering.begin_round(lot.pk)
    gathering.press_one(lot.pk, begun.number, jobs.join("worker"))
    return lot


def carried(by, bureau) -> list[tuple[str, str]]:
    """Return the pages of a package of one report that nobody took yet, with what is to be noted."""
    parcel = factories.parcel(bureau, by=by)
    row = parcel.reports.get()
    parcel.reports.update(warning="对方的留痕比上次少。", errors=1, fault="内容读不出来。", origins=[
        {"fingerprint": "ab" * 32, "organ": "瀍水区", "serial": 5, "revision": 2, "digest": ""},
    ])  # fmt: skip
    return [at("parcel", parcel.pk, query="?shown="), at("parcel_report", parcel.pk, row.pk)]


def look_at(page) -> list[str]:
    # Editors that still come would take nodes away under the look.
    expect(page.locator(".prose-words")).to_have_count(0)
    found = faint(page) + [f"id twice: {name}" for name in said_twice(page)]
    found += [f"a blank too many: {words}" for words in stray_blanks(page)]
    return found + [f"of another height: {words}" for words in uneven(page)]


def walk(page, addresses) -> list[str]:
    found = []
    for name, address in addresses:
        answer = page.goto(address)
        assert answer.status in (200, 403), address
        if name == "editor":
            page.wait_for_selector("html[data-ready]")
            page.wait_for_selector("#findings-list a")
        found += [f"{name}: {one}" for one in look_at(page)]
    return found


@pytest.fixture
def window(new_context):
    """Return a window of a person, in which nothing moves: a look is what it is at once."""
    return lambda user=None: new_context(user, reduced_motion="reduce").new_page()


def test_a_clerk_s_pages_can_be_read(window, written, zhang):
    assert walk(window(zhang), clerks_pages(written)) == []


def test_the_pages_of_a_register_can_be_read(window, bureau, written, zhang, kept):
    assert walk(window(zhang), registers_pages(bureau, written, *kept)) == []


def test_an_office_s_pages_can_be_read(window, bureau, judged, upper, wang):
    job = bulk.create(2025, None, ["draft"], ["json"], by=wang)
    lot = brought(wang)
    invited = {"name": "孙静", "roles": ["clerk"], "email": ""}
    directory.invite(bureau.pk, **invited, by=wang)

    assert walk(window(wang), offices_pages(bureau, judged, upper, job, lot)) == []


def test_the_public_pages_can_be_read(window, public):
    assert walk(window(), public_pages(public, public.region)) == []


def test_the_page_of_an_approved_graphic_can_be_read(window, public, zhang):
    report = public.postings.get(year=2024).report_id

    assert walk(window(zhang), [at("graphic", report)]) == []


def test_pages_before_the_log_in_can_be_read(window, bureau, wang, complaints):
    invitation = directory.invite(bureau.pk, name="孙静", roles=["clerk"], email="", by=wang)
    token = invitation.link.split("/")[-2]

    assert walk(window(), [at("login"), at("join", token), at("sign_on_failed")]) == []
    complaints.clear()  # the browser notes the 403 of a log-in that failed


def test_a_form_with_mistakes_can_be_read(window, zhang, report, complaints):
    page = window(zhang)
    page.goto(f"/reports/{report.pk}/details/")
    page.fill("[name=title]", "")
    page.click("text=保存")
    complaints.clear()  # the browser notes every 400

    assert look_at(page) == []


def test_what_stands_before_handing_in_can_be_read(window, bureau, zhang):
    report = factories.sound_report(bureau, 2025, by=zhang)
    for section in ("problems", "overview"):
        factories.type_in(report, section, FAULTS["problems"], by=zhang)
    page = window(zhang)
    page.goto(f"/reports/{report.pk}/")
    page.evaluate("document.getElementById('submit-form').submit()")
    page.wait_for_url("**/submit/")

    assert page.locator(".acceptance-form:visible").count() >= 2
    assert look_at(page) == []


def test_the_steps_of_an_import_and_the_preview_can_be_read(window, written, zhang):
    page = window(zhang)
    page.goto("/import/")
    page.get_by_label("或者粘贴内容").fill((factories.FIXTURES / "seed.txt").read_text())
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/import/aim/")
    assert look_at(page) == []

    page.get_by_role("button", name="继续核对").click()
    page.wait_for_url("**/import/look/")
    assert look_at(page) == []

    page.goto(f"/reports/{written.pk}/preview/")
    assert look_at(page) == []

    scanning.create([b"x"], [(0, 0)], 1, "扫描.png", by=zhang)
    page.goto("/import/scan/")
    assert look_at(page) == []


def test_the_pages_of_a_part_in_other_hands_can_be_read(window, written, zhang):
    given = {"day": timezone.localdate(), "by": zhang, "note": "只数办结的"}
    part, _ = assigning.give(written.pk, ["requests", "problems"], person_id=zhang.pk, **given)
    unit, key = assigning.give(written.pk, ["proactive-2"], unit="许可科", **given)
    parts.save(unit.pk, [editing.Edit("proactive.licensing.decisions", "7", 0)])
    parts.hand_in(unit.pk, signed="孙", answer="待核")
    pages = [at("assignments", written.pk), at("assignment", written.pk, unit.pk),
             at("assignment_sheet", written.pk, unit.pk), at("part", part.pk), at("part_sheet", part.pk)]  # fmt: skip
    assert walk(window(zhang), pages) == []

    page = window()
    page.goto(key.path)
    assert look_at(page) == []
    page.fill("[name=code]", key.code)
    page.click("text=打开")
    page.wait_for_selector("html[data-ready]")
    assert look_at(page) == []


def names(patterns) -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and not (pattern.namespace or pattern.app_name):
            found |= names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.add(pattern.name)
    return found


def test_no_page_is_left_out(bureau, written, judged, upper, wang):
    walked = [
        *clerks_pages(written),
        *offices_pages(bureau, judged, upper, upper, brought(wang)),
        *public_pages(bureau, "x"),
        *registers_pages(bureau, written, 1, 1),
    ]
    known = {name for name, _ in walked} | NO_PAGES | POSTED | ON_THE_WAY
    known |= {"login", "join", "sign_on_failed"}

    assert names(get_resolver().url_patterns) - known == set()


BAD = """<main><h1>题</h1><p>还有 5 处 ，1 份<p class=filter><select style="height:20px"></select><button style="height:40px">查看</button><button class=blue>保留并说明</button><a class=late href="#">点</a><p id=a>甲<p id=a>乙</main>
<style>.blue { color: #1d4f91; background: #1d4f90 } .late:hover { color: #eee; background: #fff }</style>"""


def test_a_page_that_cannot_be_read_is_noticed(window, transactional_db):
    page = window()
    page.set_content(f"<html lang=zh-CN><title>题</title>{BAD}")

    found = " ".join(look_at(page))

    for said in ("light: 1.0", "“保留并说明”", "light, hover: 1", "“点”", "id twice: a", "too many: 还有 5 处 ，1", "height: 查看 40"):
        assert said in found
