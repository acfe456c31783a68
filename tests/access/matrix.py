"""Who may do what: every address × every role × own, parent, sibling, child and unrelated organ."""

import datetime
import itertools
import json
from dataclasses import dataclass, field

from django.utils import timezone

from reports.workflow import rectifying

ROLES = ("clerk", "reviewer", "supervisor", "administrator")
PLACES = ("own", "parent", "sibling", "child", "unrelated")
EVERYBODY = frozenset(itertools.product(ROLES, PLACES))
OWN_CLERK = frozenset({("clerk", "own")})
OWN_REVIEWER = frozenset({("reviewer", "own")})
ABOVE = frozenset({("supervisor", "own"), ("supervisor", "parent")})
NOBODY = frozenset()
READERS = OWN_CLERK | OWN_REVIEWER | ABOVE
ADMINISTRATORS = frozenset({("administrator", "own"), ("administrator", "parent")})
ANY_SUPERVISOR = frozenset(("supervisor", place) for place in PLACES)
WITH_REGISTERS = EVERYBODY - {("administrator", place) for place in PLACES}
ANY_ADMINISTRATOR = frozenset(("administrator", place) for place in PLACES)


@dataclass(frozen=True)
class Entry:
    """Who may use an address, with which method and data. `also` are more values of `args`."""

    allowed: frozenset
    args: tuple[str, ...] = ()
    method: str = "get"
    data: dict | str = field(default_factory=dict)


def on_report(allowed, *args: str, method: str = "get", data=None) -> Entry:
    return Entry(allowed, ("report", *args), method, {} if data is None else data)


def on_register(allowed, *args: str, method: str = "get", data=None) -> Entry:
    return Entry(allowed, ("organ", *args), method, {} if data is None else data)


DAY = (timezone.localdate() + datetime.timedelta(days=3)).isoformat()
PART_PAGES = (
    ("", "get", {}),
    ("_save", "post", json.dumps({"edits": [], "writer": "w"})),
    ("_pulse", "post", json.dumps({"since": 0})),
    ("_findings", "get", {}),
    ("_hand_in", "post", {"signed": "孙", "answer": "填不了"}),
    ("_take_back", "post", {}),
    ("_bring", "post", {}),
    ("_sheet", "get", {}),
    ("_workbook", "get", {}),
)

MATRIX: dict[str, list[Entry]] = {
    "home": [Entry(EVERYBODY)],
    "login": [Entry(EVERYBODY)],
    "logout": [Entry(EVERYBODY, method="post")],
    "password_change": [Entry(EVERYBODY)],
    "password_change_done": [Entry(EVERYBODY)],
    "my_reports": [Entry(EVERYBODY)],
    "editor": [on_report(READERS), on_report(OWN_CLERK, method="post")],
    "report_kind": [on_report(OWN_CLERK, method="post", data={"kind": "main"})],
    "details": [on_report(OWN_CLERK), on_report(OWN_CLERK, method="post", data={"title": "题"})],
    "save": [on_report(OWN_CLERK, method="post", data=json.dumps({"edits": [], "writer": "w"}))],
    "pulse": [on_report(OWN_CLERK, method="post", data=json.dumps({"since": 0, "place": ""}))],
    "findings": [on_report(READERS)],
    "pictures": [on_report(OWN_CLERK, method="post")],
    "picture": [on_report(READERS, "sha256")],
    "preview": [on_report(READERS)],
    "preview_page": [on_report(READERS, "page")],
    "download": [on_report(READERS, "form")],
    "accept": [on_report(OWN_CLERK, method="post", data={"key": "x", "reason": "核实无误"})],
    "reopen": [on_report(OWN_CLERK, method="post", data={"key": "x"})],
    "check_sheet": [on_report(READERS)],
    "rules": [Entry(EVERYBODY)],
    # Made of the edition alone.
    "guide": [Entry(EVERYBODY)],
    "edition_guide": [Entry(EVERYBODY, ("edition",))],
    "which_row": [Entry(EVERYBODY, ("edition",))],
    "import": [on_report(OWN_CLERK), on_report(OWN_CLERK, method="post")],
    "import_undo": [on_report(OWN_CLERK, "revision", method="post")],
    # What a person lays down to import is their own: these addresses name nobody else's.
    "import_new": [Entry(EVERYBODY)],
    "import_aim": [Entry(EVERYBODY), Entry(EVERYBODY, method="post")],
    "import_look": [Entry(EVERYBODY), Entry(EVERYBODY, method="post")],
    "import_scan": [Entry(EVERYBODY)],
    "import_scan_progress": [Entry(NOBODY)],
    "import_scan_retry": [Entry(EVERYBODY, method="post")],
    "import_discard": [Entry(EVERYBODY, method="post")],
    "submit": [
        on_report(OWN_CLERK | OWN_REVIEWER),
        on_report(OWN_CLERK | OWN_REVIEWER, method="post"),
    ],
    "withdraw": [on_report(OWN_REVIEWER, method="post")],
    "review": [on_report(READERS)],
    "move": [
        on_report(OWN_CLERK, "hand_over", method="post"),
        on_report(OWN_REVIEWER, "submit", method="post"),
        on_report(OWN_REVIEWER, "withdraw", method="post"),
        on_report(OWN_REVIEWER, "send_back", method="post", data={"reason": "改"}),
        on_report(ABOVE, "approve", method="post"),
        on_report(ABOVE, "return", method="post", data={"reason": "改"}),
        on_report(ABOVE, "reopen", method="post", data={"reason": "改"}),
        on_report(OWN_REVIEWER | ABOVE, "correct", method="post", data={"reason": "改"}),
    ],
    "add_remark": [
        on_report(OWN_REVIEWER | ABOVE, method="post", data={"text": "请核对"}),
        on_report(OWN_CLERK | OWN_REVIEWER, method="post", data={"text": "请核对", "inside": "1"}),
    ],
    "answer_remark": [on_report(OWN_CLERK, "remark", method="post", data={"text": "已改"})],
    "close_remark": [on_report(OWN_REVIEWER | ABOVE, "remark", method="post")],
    "publication": [on_report(OWN_REVIEWER | ABOVE)],
    "publish": [on_report(OWN_REVIEWER | ABOVE, method="post")],
    "withdraw_publication": [
        on_report(OWN_REVIEWER | ABOVE),
        on_report(OWN_REVIEWER | ABOVE, method="post"),
    ],
    "seal": [on_report(OWN_REVIEWER | ABOVE, "revision", method="post")],
    "own_site": [
        on_report(READERS),
        on_report(OWN_CLERK | OWN_REVIEWER, method="post", data={"address": "https://a.gov.cn/"}),
    ],
    "own_site_check": [on_report(READERS, method="post")],
    "own_site_undo": [on_report(READERS, "site_check", method="post")],
    "rectifications": [
        on_report(READERS),
        on_report(ABOVE, method="post", data={"text": "表三有误", "source": "review", "due": DAY}),
    ],
    "rectification_act": [
        on_report(OWN_CLERK | OWN_REVIEWER, "rectification", "answer", method="post", data={"way": "explanation", "words": "无误"}),
        *(on_report(ABOVE, "rectification", act, method="post", data={"words": "请核对", "due": DAY})
          for act in rectifying.OFFICE_ACTS),
    ],
    "rectifying": [Entry(ANY_SUPERVISOR)],
    "rectifying_csv": [Entry(ANY_SUPERVISOR)],
    "graphic": [on_report(READERS)],
    "graphic_picture": [on_report(READERS, "graphic")],
    "make_graphic": [on_report(READERS, method="post")],
    "approve_graphic": [on_report(OWN_REVIEWER | ABOVE, "graphic", method="post")],
    "withdraw_graphic": [on_report(OWN_REVIEWER | ABOVE, "graphic", method="post", data={"reason": "改"})],
    "robots": [Entry(EVERYBODY)],
    "timeline": [on_report(READERS)],
    "changes_csv": [on_report(READERS)],
    "compare": [on_report(READERS)],
    "signing": [on_report(READERS)],
    "signing_sheet": [on_report(READERS)],
    "signing_draft": [on_report(READERS)],
    "signing_photo": [on_report(READERS, "signature")],
    "sign": [
        on_report(OWN_CLERK, "drafting", method="post"),
        on_report(OWN_REVIEWER, "check", method="post"),
        on_report(OWN_REVIEWER, "secrecy", method="post"),
        on_report(OWN_REVIEWER, "issue", method="post"),
    ],
    "receipt": [on_report(NOBODY)],  # nothing was handed in: tests/district/workflow/test_signing.py
    "organ_signing": [Entry(ADMINISTRATORS, ("organ",), "post", {"steps": ["issue"]})],
    "appraisal": [Entry(ANY_SUPERVISOR)],
    "appraisal_xlsx": [Entry(ANY_SUPERVISOR)],
    "desk": [Entry(ANY_SUPERVISOR)],
    "desk_go": [Entry(ANY_SUPERVISOR)],
    "desk_approve": [Entry(ANY_SUPERVISOR, method="post")],
    "desk_judged": [Entry(ANY_SUPERVISOR)],
    "desk_kept": [Entry(ANY_SUPERVISOR)],
    "alike": [Entry(ANY_SUPERVISOR)],
    "alike_pair": [Entry(frozenset({("supervisor", "parent")}), ("pair",))],
    "alike_compare": [Entry(ANY_SUPERVISOR, method="post")],
    "alike_csv": [Entry(ANY_SUPERVISOR)],
    "alike_xlsx": [Entry(ANY_SUPERVISOR)],
    "desk_kept_act": [
        Entry(ABOVE, ("kept", act), "post", {"words": "请核对"}) for act in ("accept", "ask", "give_back")
    ],
    "supervision": [Entry(ANY_SUPERVISOR)],
    "supervision_csv": [Entry(ANY_SUPERVISOR)],
    "chase": [
        Entry(ANY_SUPERVISOR, method="post", data={"all": "1"}),
        Entry(ANY_SUPERVISOR, method="post", data={"all": "1", "sure": "1"}),
    ],
    "circular": [Entry(ANY_SUPERVISOR, ("docx",))],
    "note_call": [Entry(ABOVE, ("organ",), "post", {"year": 2025})],
    "calendars": [Entry(ANY_SUPERVISOR)],
    "calendar": [
        Entry(ABOVE, ("organ", "year")),
        Entry(ABOVE, ("organ", "year"), "post", {"own-all-report": "2026-01-20"}),
    ],
    "copy_calendar": [Entry(ABOVE, ("organ", "year"), "post")],
    # One's own days; the feed is of whoever made its secret.
    "subscription": [Entry(EVERYBODY), Entry(EVERYBODY, method="post")],
    "revoke_subscription": [Entry(EVERYBODY, method="post")],
    "days_feed": [Entry(EVERYBODY, ("secret",))],
    "aggregation": [Entry(ANY_SUPERVISOR)],
    "aggregation_cell": [Entry(ANY_SUPERVISOR, ("cell",))],
    "aggregation_organs": [Entry(ANY_SUPERVISOR)],
    "aggregation_years": [Entry(ANY_SUPERVISOR)],
    "aggregation_outliers": [Entry(ANY_SUPERVISOR)],
    "aggregation_years_csv": [Entry(ANY_SUPERVISOR)],
    "aggregation_xlsx": [Entry(ANY_SUPERVISOR)],
    "aggregation_csv": [Entry(ANY_SUPERVISOR)],
    "aggregation_organs_csv": [Entry(ANY_SUPERVISOR)],
    "from_below": [on_report(OWN_CLERK), on_report(OWN_CLERK, method="post")],
    "from_below_cell": [on_report(OWN_CLERK, "cell")],
    "from_register": [on_report(OWN_CLERK), on_report(OWN_CLERK, method="post")],
    "from_register_cell": [on_report(READERS, "cell")],
    # The supervisors see counts; cases only where the register says so (tests/register).
    "registers": [Entry(WITH_REGISTERS)],
    "register": [
        on_register(OWN_CLERK | OWN_REVIEWER),
        on_register(OWN_CLERK, method="post", data={"number": "2025-9", "received_on": "2025-05-01", "applicant": "1"}),
    ],
    "register_bring": [on_register(OWN_CLERK), on_register(OWN_CLERK, method="post")],
    "register_progress": [on_register(OWN_CLERK)],
    "register_look": [on_register(OWN_CLERK), on_register(OWN_CLERK, method="post")],
    "register_drop": [on_register(OWN_CLERK, method="post")],
    "register_undo": [on_register(OWN_CLERK, method="post", data={"batch": "1"})],
    "register_figures": [on_register(READERS)],
    "register_figures_csv": [on_register(READERS)],
    "register_charts_csv": [on_register(READERS)],
    "register_settings": [
        on_register(OWN_CLERK), on_register(OWN_CLERK, method="post", data={"years_kept": 5}),
    ],
    "register_clear": [on_register(OWN_CLERK, method="post")],
    "register_request": [
        on_register(OWN_CLERK, "request"),
        on_register(OWN_CLERK, "request", method="post", data={"number": "1", "received_on": "2025-05-01", "applicant": "other"}),
    ],
    "register_remove": [on_register(OWN_CLERK, "request", method="post")],
    "register_reviews": [
        on_register(OWN_CLERK | OWN_REVIEWER),
        on_register(OWN_CLERK, method="post", data={"number": "复9", "received_on": "2025-05-01", "group": "reconsideration"}),
    ],
    "register_review": [
        on_register(OWN_CLERK, "review_row"),
        on_register(OWN_CLERK, "review_row", method="post", data={"number": "复1", "received_on": "2025-05-01", "group": "reconsideration"}),
    ],
    "register_remove_review": [on_register(OWN_CLERK, "review_row", method="post")],
    "enforcement": [on_report(OWN_CLERK), on_report(OWN_CLERK, method="post", data={"typed": "1", "penalties": "3"})],
    "assignments": [
        on_report(OWN_CLERK),
        on_report(OWN_CLERK, method="post", data={"parts": ["review"], "unit": "法规科", "day": DAY}),
    ],
    "assignment": [on_report(OWN_CLERK, "assignment")],
    "assignment_sheet": [on_report(OWN_CLERK, "assignment")],
    "assignment_workbook": [on_report(OWN_CLERK, "assignment")],
    "assignment_bring": [on_report(OWN_CLERK, "assignment", method="post")],
    "assignment_move": [
        on_report(OWN_CLERK, "assignment", move, method="post", data={"day": DAY, "reason": "改"})
        for move in ("take", "send_back", "put_off", "renew", "hand_in", "recall")
    ],
    # Whoever has it in hand and nobody else, the clerk who gave it included.
    **{
        f"part{what}": [Entry(NOBODY, ("part",), method, data)]
        for what, method, data in PART_PAGES
    },
    # By link alone: who has not given its code is sent to the page that asks for it, or told so.
    **{
        f"unit{what}": [Entry(EVERYBODY, ("unit",), method, data)]
        for what, method, data in PART_PAGES
    },
    "unit_code": [Entry(EVERYBODY, ("unit",)), Entry(EVERYBODY, ("unit",), "post", {"code": "x"})],
    "unit_leave": [Entry(EVERYBODY, ("unit",), "post")],
    "bulk_jobs": [Entry(ANY_SUPERVISOR)],
    "bulk_new": [
        Entry(ANY_SUPERVISOR),
        Entry(
            ANY_SUPERVISOR,
            method="post",
            data={"year": 2025, "states": ["draft"], "formats": ["json"]},
        ),
    ],
    # A job is its maker's alone, whoever supervises the same organs.
    "bulk_job": [Entry(NOBODY, ("job",))],
    "bulk_progress": [Entry(NOBODY, ("job",))],
    "bulk_download": [Entry(NOBODY, ("job",))],
    "bulk_move": [
        Entry(NOBODY, ("job", move), "post") for move in ("pause", "resume", "retry", "cancel")
    ],
    "gatherings": [Entry(ANY_SUPERVISOR), Entry(ANY_SUPERVISOR, method="post")],
    # As a job: whoever else supervises the same organs finds no lot there.
    "gathering": [Entry(NOBODY, ("lot",))],
    "gathering_progress": [Entry(NOBODY, ("lot",))],
    "gathering_settle": [Entry(NOBODY, ("lot",), "post")],
    "gathering_list": [Entry(NOBODY, ("lot",))],
    "gathering_move": [
        Entry(NOBODY, ("lot", move), "post")
        for move in ("pause", "resume", "stop", "retry", "take", "take_elsewhere", "undo")
    ],
    "gathered_file": [Entry(NOBODY, ("lot", "file"))],
    "gathered_original": [Entry(NOBODY, ("lot", "file"))],
    "gathered_source": [Entry(NOBODY, ("lot", "file"))],
    "gathered_page": [Entry(NOBODY, ("lot", "file", "page"))],
    "gathered_correct": [Entry(NOBODY, ("lot", "file"), "post", {"requests.new.total": "1"})],
    "gathered_restore": [Entry(NOBODY, ("lot", "file"), "post")],
    "gathered_undo": [Entry(NOBODY, ("lot", "file"), "post")],
    "parcels": [Entry(ANY_SUPERVISOR), Entry(ANY_SUPERVISOR, method="post")],
    "parcel_pack": [Entry(ANY_SUPERVISOR, method="post")],
    "parcel_trust": [Entry(ANY_SUPERVISOR, method="post")],
    "parcel_keys": [Entry(ANY_SUPERVISOR)],
    # A package is for all who supervise the organ that its key is trusted for.
    "parcel_key_revoke": [Entry(ABOVE, ("key",), "post")],
    "parcel_back": [Entry(ABOVE, ("key",), "post", {"year": "2025"})],
    "parcel": [Entry(ABOVE, ("parcel",))],
    "parcel_progress": [Entry(ABOVE, ("parcel",))],
    "parcel_settle": [Entry(ABOVE, ("parcel",), "post")],
    "parcel_report": [Entry(ABOVE, ("parcel", "row"))],
    "parcel_file": [Entry(ABOVE, ("parcel", "row", "parcel_file"))],
    "parcel_move": [
        Entry(ABOVE, ("parcel", move), "post") for move in ("take", "undo", "drop", "retry")
    ],
    "organs": [Entry(ANY_SUPERVISOR | ANY_ADMINISTRATOR)],
    "import_organs": [Entry(ANY_ADMINISTRATOR), Entry(ANY_ADMINISTRATOR, method="post")],
    "blank_workbook": [Entry(ANY_ADMINISTRATOR)],
    "organ": [
        Entry(ADMINISTRATORS, ("organ",)),
        Entry(ADMINISTRATORS, ("organ",), "post", {"name": "新名", "type": "town"}),
    ],
    "new_organ": [
        Entry(ANY_ADMINISTRATOR),
        Entry(ANY_ADMINISTRATOR, method="post", data={"name": "新局", "type": "department"}),
    ],
    "move_organ": [Entry(ADMINISTRATORS, ("organ",), "post", {"parent": "云溪市档案馆"})],
    "organ_duty": [
        Entry(ADMINISTRATORS, ("organ",), "post", {"year": 2025, "kind": "new", "reason": "新设"})
    ],
    "invite": [Entry(ADMINISTRATORS, ("organ",), "post", {"name": "孙", "roles": "clerk"})],
    "set_roles": [Entry(ADMINISTRATORS, ("organ", "person"), "post", {"roles": ["reviewer"]})],
    "set_active": [Entry(ADMINISTRATORS, ("person",), "post", {"active": "0"})],
    "cancel_invitation": [Entry(ADMINISTRATORS, ("invitation",), "post")],
    "resend_invitation": [Entry(ADMINISTRATORS, ("invitation",), "post")],
    "join": [Entry(EVERYBODY, ("token",))],
    "notices": [Entry(EVERYBODY)],
    "set_letters": [Entry(EVERYBODY, method="post", data={"mode": "daily"})],
    "mark_read": [Entry(EVERYBODY, method="post")],
    "audit": [Entry(ANY_ADMINISTRATOR)],
    "audit_csv": [Entry(ANY_ADMINISTRATOR)],
}
