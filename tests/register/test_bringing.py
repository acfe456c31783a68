"""A workbook brought in: read, settled once, compared by number, taken as one, undone as one."""

import pytest
from django.http import Http404
from django.urls import reverse

from reports import history, register
from reports.models import AuditEvent, Bringing
from reports.refusals import Refused
from reports.register import Typed

from .conftest import DAY

HEAD = "登记编号\t申请人姓名\t申请人类型\t收到日期\t答复结果\t答复日期\t联系电话"
ROWS = (
    "2025-1\t王小明\t公民\t2025-3-5\t予以公开\t2025-3-20\t13800000000",
    "2025-2\t某某公司\t企业\t2025-6-5\t不予公开\t2025-6-20\t13800000001",
    "2025-3\t李四\t个人\t2025-7-1\t\t\t",
)
SHEET = "\n".join((HEAD, *ROWS))


@pytest.fixture
def lay(bureau, zhang):
    """Return a function that reads a table as copied from a workbook."""

    def read(text: str = SHEET):
        bringing = register.begin(bureau.pk, "台账.csv", by=zhang)
        register.read(bringing, text.encode())
        return register.look(register.lying(bureau.pk, by=zhang))

    return read


@pytest.fixture
def settle(bureau, zhang):
    """Settle the one doubtful word."""
    return lambda: register.answer(bureau.pk, {"result": {"不予公开": "withheld_process"}}, by=zhang)


@pytest.fixture
def take(bureau, zhang):
    """Return a function that takes what lies there, just looked at."""

    def taken(**more):
        look = register.look(register.lying(bureau.pk, by=zhang))
        return register.take_in(bureau.pk, by=zhang, **{"stamp": look.stamp} | more)

    return taken


def stored(kept) -> dict:
    return {row.number: row.outcome for row in kept().requests.all()}


def test_what_is_doubtful_is_asked_and_nothing_is_taken_before(lay, take, kept):
    look = lay()

    assert [(one.column, one.value, one.rows) for one in look.reading.asked] == [("result", "不予公开", (3,))]
    assert not look.may_take
    with pytest.raises(Refused, match="不能确定"):
        take()
    assert not stored(kept)


def test_no_name_and_no_telephone_is_ever_stored(lay, settle, take, kept):
    look = lay()
    settle()
    take()

    assert set(look.reading.left_out) == {"申请人姓名", "联系电话"}
    everything = str(list(kept().requests.values())) + str(list(kept().changes.values()))
    everything += str(look.bringing.reading) + str(list(kept().batches.values()))
    for private in ("王小明", "李四", "1380000000"):
        assert private not in everything


def test_it_is_taken_as_one_and_told_in_the_audit(lay, settle, take, kept):
    lay()
    settle()

    batch = take()

    assert stored(kept) == {"2025-1": "granted", "2025-2": "withheld_process", "2025-3": ""}
    assert (batch.added, batch.changed, batch.removed) == (3, 0, 0)
    assert "新增3件" in AuditEvent.objects.get(action="register_taken").detail
    assert history.verify_changes() == []
    assert not Bringing.objects.exists()


def test_a_word_is_remembered_for_the_next_month(lay, settle, take):
    lay()
    settle()
    take()

    assert lay(SHEET + "\n2025-4\t赵五\t公民\t2025-8-1\t不予公开\t2025-8-9\t").reading.asked == ()


def test_next_month_only_what_is_new_or_changed_is_taken(lay, settle, take, kept):
    lay()
    settle()
    take()
    later = SHEET.replace("2025-7-1\t\t", "2025-7-1\t不存在\t2025-7-20") + "\n2025-4\t\t律师事务所\t2025-8-1\t\t\t"

    look = lay(later)
    batch = take()

    assert [case.number for case in look.comparison.new] == ["2025-4"]
    assert [(change.new.number, change.fields) for change in look.comparison.changed] == [("2025-3", ("outcome", "closed_on"))]
    assert (batch.added, batch.changed) == (1, 1)
    assert stored(kept)["2025-3"] == "unavailable_not_held"


def test_what_the_file_does_not_have_stays_unless_told(lay, settle, take, kept, enter):
    enter("old", DAY(2020, 1, 6))
    enter("typed", DAY(2025, 5, 6))
    look = lay()
    settle()
    take()
    assert set(stored(kept)) == {"old", "typed", "2025-1", "2025-2", "2025-3"}

    look = lay()
    assert [case.number for case in look.gone] == ["typed"]
    take(remove_gone=True)

    assert set(stored(kept)) == {"old", "2025-1", "2025-2", "2025-3"}


def test_the_same_file_again_brings_nothing(lay, settle, take):
    lay()
    settle()
    take()

    assert not lay().may_take
    with pytest.raises(Refused, match="一致"):
        take()


def test_it_is_undone_as_one_and_what_was_changed_since_stays(
    lay, settle, take, kept, enter, bureau, zhang
):
    before = enter("2025-1", DAY(2025, 3, 4))
    enter("typed", DAY(2025, 5, 6))
    lay()
    settle()
    batch = take(remove_gone=True)
    row = kept().requests.get(number="2025-3")
    register.save_request(bureau.pk, Typed("2025-3", DAY(2025, 7, 2), "other"), by=zhang, pk=row.pk)

    undone = register.undo(bureau.pk, batch.pk, by=zhang)

    assert (undone.restored, undone.kept) == (3, 1)
    assert set(stored(kept)) == {"2025-1", "2025-3", "typed"}
    assert kept().requests.get(number="2025-1").received_on == before.received_on
    with pytest.raises(Refused, match="已经撤销"):
        register.undo(bureau.pk, batch.pk, by=zhang)
    assert history.verify_changes() == []


def test_a_register_that_changed_since_one_looked_is_compared_anew(lay, settle, take, enter):
    lay()
    settle()
    stale = "0" * 64
    enter("typed", DAY(2025, 5, 6))

    with pytest.raises(Refused, match="台账有了变化"):
        take(stamp=stale)


def test_an_answer_that_means_nothing_is_refused_and_not_remembered(lay, bureau, zhang, kept):
    lay()

    with pytest.raises(Refused):
        register.answer(bureau.pk, {"result": {"不予公开": "nothing"}}, by=zhang)
    assert not kept().words.exists()


def test_a_zero_character_in_the_file_is_no_failure(lay):
    look = lay(SHEET.replace("2025-1", "2025\0-1").replace("公民", "公\0民"))

    assert "\0" not in str(look.bringing.reading)
    assert look.reading.requests[0].number == "2025-1"


def test_what_is_no_register_leaves_nothing_behind(lay):
    with pytest.raises(Refused):
        lay("今天天气很好")
    assert not Bringing.objects.exists()


def test_a_stranger_and_a_supervisor_bring_nothing(bureau, zhao, wang):
    for person in (zhao, wang):
        with pytest.raises(Http404):
            register.begin(bureau.pk, "x", by=person)
        with pytest.raises(Http404):
            register.lying(bureau.pk, by=person)


def test_the_pages_lead_from_the_pasted_table_to_the_register_and_back(client_of, zhang, bureau, kept):
    browser = client_of(zhang)
    bring, look = (reverse(name, args=[bureau.pk]) for name in ("register_bring", "register_look"))

    assert browser.post(bring, {"text": SHEET}).url == look
    page = browser.get(look)
    assert "请选定 1 处" in page.content.decode() and "联系电话" in page.content.decode()
    browser.post(look, {"a|result|不予公开": "withheld_process"})
    page = browser.get(look)
    taken = browser.post(look, {"take": "1", "stamp": page.context["look"].stamp})
    assert taken.url == reverse("register", args=[bureau.pk])
    assert len(stored(kept)) == 3

    batch = kept().batches.get()
    assert "撤销这次导入" in browser.get(bring).content.decode()
    browser.post(reverse("register_undo", args=[bureau.pk]), {"batch": batch.pk})
    assert stored(kept) == {}


def test_a_page_says_what_is_wrong_with_what_was_brought(client_of, zhang, bureau):
    browser = client_of(zhang)
    bring = reverse("register_bring", args=[bureau.pk])

    assert "还没有选择文件" in browser.post(bring, {}).content.decode()
    answer = browser.post(bring, {"text": "今天天气很好"})
    assert answer.status_code >= 400 and "台账" in answer.content.decode()
    assert browser.get(reverse("register_look", args=[bureau.pk])).url == bring


def test_a_stale_page_takes_nothing_and_shows_it_anew(client_of, zhang, bureau, lay, settle):
    lay()
    settle()

    answer = client_of(zhang).post(reverse("register_look", args=[bureau.pk]), {"take": "1", "stamp": "x"})

    assert answer.status_code == 409 and "台账有了变化" in answer.content.decode()


def test_a_second_click_leads_to_the_register(client_of, zhang, bureau, lay, settle, take):
    lay()
    settle()
    stamp = register.look(register.lying(bureau.pk, by=zhang)).stamp
    take()
    address = reverse("register_look", args=[bureau.pk])
    answer = client_of(zhang).post(address, {"take": "1", "stamp": stamp})

    assert answer.url == reverse("register", args=[bureau.pk])
    with pytest.raises(Refused, match="已经导入"):
        register.take_in(bureau.pk, by=zhang, stamp=stamp)


def test_what_lies_there_is_dropped(client_of, zhang, bureau, lay):
    lay()

    client_of(zhang).post(reverse("register_drop", args=[bureau.pk]))

    assert not Bringing.objects.exists()


def test_how_far_the_reading_is_can_be_asked(client_of, zhang, bureau, lay):
    lay()

    answer = client_of(zhang).get(reverse("register_progress", args=[bureau.pk]))

    assert set(answer.json()) == {"done", "total"}


TABLE = "登记编号\t申请人类型\t收到日期\t答复结果\t答复日期\n"


def test_a_bare_name_among_the_kinds_is_asked_as_one_and_not_stored(lay):
    look = lay(f"{TABLE}1\t王小明\t2025-3-5\t予以公开\t2025-3-20\n2\t李四\t2025-3-5\t予以公开\t2025-3-20\n3\t公民\t2025-3-5")

    assert [(one.column, one.value, one.proposed) for one in look.reading.asked] == [
        ("name", "两到四个字的姓名", "natural_person")
    ]
    assert "王小明" not in str(look.bringing.reading)


def test_a_long_reason_is_asked_once_and_remembered(lay, bureau, zhang):
    head = TABLE.replace("答复结果", "答复结果\t不予公开理由\t拒绝依据")
    sheet = f"{head}1\t公民\t2025-3-5\t不予公开\t{'某种情形' * 20}\t{'另一情形' * 20}\t2025-3-20"
    more = "\n".join(f"\t\t\t{word * 39}" for word in "甲乙丙丁")
    look = lay(f"{sheet}\n{more}")

    (word,) = look.reading.asked
    register.answer(bureau.pk, {word.column: {word.value: "withheld_process"}}, by=zhang)

    assert not register.look(register.lying(bureau.pk, by=zhang)).reading.asked


def test_a_number_that_is_made_is_no_other_cases(lay, bureau, zhang, take, kept):
    lay(f"{TABLE}A\t公民\t2025-3-5\nA\t企业\t2025-3-6\nA(2)\t公民\t2025-3-7")
    register.answer(bureau.pk, {"number": {"A": "each"}}, by=zhang)
    take()

    rows = {row.number: row.received_on.day for row in kept().requests.all()}
    assert rows == {"A": 5, "A(2)": 7, "A(3)": 6}


def test_a_text_that_the_file_does_not_have_is_not_remembered(lay, client_of, zhang, bureau, kept):
    lay()
    answers = {"a|result|王小明 13800000000": "granted", "a|result|不予公开": "withheld_process"}
    client_of(zhang).post(reverse("register_look", args=[bureau.pk]), answers)

    assert list(kept().words.values_list("value", flat=True)) == ["不予公开"]


def test_a_page_asks_a_hundred_words_and_says_how_many_there_are(lay, client_of, zhang, bureau):
    lay(TABLE + "\n".join(f"{n}\t公民\t2025-3-5\t不知何故{n}\t2025-3-20" for n in range(250)))
    page = client_of(zhang).get(reverse("register_look", args=[bureau.pk])).content.decode()

    assert page.count('<select class="form-select" id="w-asked-') == 100
    assert "请选定 250 处" in page and "先列出 100 处" in page and "检查列名" in page


def test_a_step_stays_one_when_another_word_is_changed(lay, client_of, zhang, bureau, kept):
    lay(f"{TABLE}1\t公民\t2025-3-5\t告知补正\t\n2\t公民\t2025-3-5\t予以公开\t2025-3-20")
    client, address = client_of(zhang), reverse("register_look", args=[bureau.pk])
    page = client.get(address).content.decode()

    assert '<option value="step" selected>' in " ".join(page.split())
    client.post(address, {"a|result|告知补正": "step", "a|result|予以公开": "partially_granted"})
    assert list(kept().words.values_list("value", "key")) == [("予以公开", "partially_granted")]


def test_a_name_within_a_sentence_is_stored_nowhere(lay, client_of, zhang, bureau, take, kept):
    lines = ("1\t公民\t2025-3-5\t王小明撤回申请\t2025-3-20", "2\t公民\t2025-3-6\t与张小刚面谈\t2025-3-21", "3\t公民\t2025-3-7\t与李国庆面谈\t2025-3-22")
    look = lay(TABLE + "\n".join(lines))

    first, second = look.reading.asked
    page = client_of(zhang).get(reverse("register_look", args=[bureau.pk])).content.decode()
    assert "可能是姓名，没有读入" in page and first.value not in page.replace(f'"a|result|{first.value}"', "")
    register.answer(bureau.pk, {"result": {first.value: "other_other", second.value: "granted"}}, by=zhang)
    take()

    assert stored(kept) == {"1": "other_other", "2": "other_other", "3": "granted"}
    everything = f"{look.bringing.reading}{list(kept().requests.values())}{list(kept().changes.values())}{list(kept().words.values())}"
    assert [name for name in ("王小明", "张小刚", "李国庆", "国庆") if name in everything] == []
    assert not lay(TABLE + lines[1]).reading.asked


def test_a_failure_in_the_midst_takes_nothing(lay, settle, take, kept, monkeypatch):
    lay()
    settle()
    monkeypatch.setattr(history, "record_in_register", lambda *args, **more: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        take()

    assert not stored(kept) and not kept().batches.exists() and Bringing.objects.exists()
