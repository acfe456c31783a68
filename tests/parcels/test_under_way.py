"""A package under way: in small steps, all or nothing, whoever writes or is killed meanwhile."""

import pytest
from django.urls import reverse

from reports import history, jobs, parcels, tasks, workflow
from reports.models import AuditEvent, Change, ParcelReport, Report, Transition
from reports.parcels import working
from reports.refusals import Refused
from tests import factories
from tests.parcels.conftest import YEAR, bring, bytes_of, district, trust, work
from tests.workers import finished, start, until

__all__ = ["start"]  # a fixture
MANY = 34


@pytest.fixture
def one_by_one(monkeypatch):
    monkeypatch.setattr(working, "_TOGETHER", 1)


def step(parcel, many: int = 1):
    """Do some steps of a package."""
    begun, worker = parcels.begin_round(parcel.pk), jobs.join("worker")
    for _ in range(many):
        assert parcels.press_one(parcel.pk, begun.number, worker)
    parcel.refresh_from_db()
    return parcel


@pytest.fixture
def half(packed, trusted, city, one_by_one):
    """A package of two reports, of which one is taken."""
    content = packed(lambda made: made.approved(made.school))
    trusted()
    parcel = work(bring(content, city.chen))
    parcels.take(parcel.pk, by=city.chen)
    return step(parcel)


def taken_first(parcel) -> Report:
    return parcel.reports.get(revision__isnull=False).report


def test_what_is_under_way_is_nobodys_to_change(half, city):
    report = taken_first(half)
    assert half.stage == "taking"

    for move in (
        lambda: workflow.approve(report.pk, by=city.chen),
        lambda: workflow.add_remark(report.pk, "overview", "请写具体", by=city.chen),
    ):
        with pytest.raises(Refused, match="正随上报包收下"):
            move()
    work(half)
    assert workflow.approve(report.pk, by=city.chen).status == "approved"


def test_the_page_of_a_report_under_way_says_so(half, city, client):
    client.force_login(city.chen)

    answer = client.post(reverse("move", args=[taken_first(half).pk, "approve"]))

    assert answer.status_code == 409
    assert "正随上报包收下" in answer.content.decode()


def test_how_far_it_is_speaks_of_the_taking_alone(half):
    assert (parcels.progress(half).done, parcels.progress(half).total) == (1, 2)


def test_what_becomes_impossible_midway_is_put_back_whole(half, city):
    first = taken_first(half)
    other = city.school if first.organ == city.bureau else city.bureau
    own = factories.sound_report(other, YEAR, by=factories.give(city.chen, other, "clerk"))

    work(half)

    assert half.stage == "ready"
    assert "核对以后有了变化，整个包没有收下" in half.refusal
    first.refresh_from_db()
    assert (first.status, first.answered_count) == ("draft", 0)
    assert Report.objects.get(pk=own.pk).revision == own.revision
    assert not half.reports.exclude(report=None).exists()
    assert not AuditEvent.objects.filter(action="parcel_taken").exists()


def test_what_was_put_back_can_be_taken_in_the_end(half, city):
    other = next(organ for organ in (city.school, city.bureau) if organ != taken_first(half).organ)
    own = factories.sound_report(other, YEAR, by=factories.give(city.chen, other, "clerk"))
    work(half)
    row = half.reports.get(organ=other)
    parcels.settle_reports(half.pk, {row.pk: parcels.Said(other.name, True)}, by=city.chen)

    parcels.take(half.pk, by=city.chen)
    work(half)

    assert (half.stage, half.refusal) == ("taken", "")
    assert Report.objects.filter(status="submitted").count() == 1
    assert Report.objects.get(pk=own.pk).revision == own.revision


def test_a_key_that_is_revoked_midway_takes_nothing(half, city):
    first = taken_first(half)
    parcels.revoke(half.key_id, by=city.chen)

    work(half)

    assert (half.stage, "撤销信任" in half.refusal) == ("ready", True)
    first.refresh_from_db()
    assert (first.status, first.answered_count) == ("draft", 0)


def test_a_step_that_kills_its_workers_three_times_is_put_back(half):
    first = taken_first(half)
    half.items.filter(step="take", state="waiting").update(attempts=jobs.MOST_ATTEMPTS)

    work(half)
    work(half)

    assert (half.stage, "中断了3次" in half.refusal) == ("ready", True)
    first.refresh_from_db()
    assert first.status == "draft"


def test_what_could_not_be_put_back_is_not_forgotten(half, city, monkeypatch):
    def refuse(*_, **__):
        raise Refused("磁盘已满。")

    first = taken_first(half)
    parcels.revoke(half.key_id, by=city.chen)
    with monkeypatch.context() as patched:
        patched.setattr(working.taking, "undo_some", refuse)
        work(half)
    assert (half.stage, half.refusal) == ("ready", "磁盘已满。")

    with pytest.raises(Refused, match="有1份收进来以后没能恢复"):
        parcels.drop(half.pk, by=city.chen)
    assert parcels.clear(-1) == 0

    parcels.take(half.pk, by=city.chen)
    work(half)
    first.refresh_from_db()
    assert (half.stage, first.status, first.answered_count) == ("ready", "draft", 0)
    parcels.drop(half.pk, by=city.chen)


def test_half_undone_is_nobodys_to_change_either(half, city):
    work(half)
    parcels.undo(half.pk, by=city.chen)
    step(half)

    for row in half.reports.select_related("report"):
        with pytest.raises(Refused, match="正随上报包收下或撤销"):
            workflow.approve(row.report.pk, by=city.chen)
    assert work(half).stage == "undone"
    assert set(Report.objects.values_list("status", "answered_count")) == {("draft", 0)}
    assert AuditEvent.objects.get(action="parcel_undone").detail.endswith("恢复2份")


@pytest.fixture
def many(installation, city, tmp_path, quick_files):
    """A package of many reports, checked, in a city that has their organs."""
    names = [f"瀍水区第{n}局" for n in range(MANY)]
    with installation("county"):
        made = district()
        for name in names:
            made.approved(factories.organ(name, made.zhang, under=made.county))
        content = bytes_of(parcels.pack(made.county.pk, YEAR, by=made.wang))
    for name in names:
        factories.organ(name, under=city.county)
    trust(tmp_path / "county", city.county, city.chen)
    return work(bring(content, city.chen))


def killed_in_the_middle(parcel, start, happened) -> None:
    """Kill a worker once something has happened, and let another come to the end."""
    tasks.deliver(parcel.pk, room=parcels)
    worker = start()
    until(happened)
    worker.kill()
    worker.wait()
    assert not finished(parcel)
    second = start()
    until(lambda: finished(parcel))
    second.terminate()
    second.wait(60)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_taking_and_while_undoing_loses_and_doubles_nothing(many, city, start):
    rows = ParcelReport.objects.filter(parcel=many)
    parcels.take(many.pk, by=city.chen)
    killed_in_the_middle(many, start, lambda: rows.exclude(revision=None).exists())

    assert (many.stage, many.refusal) == ("taken", "")
    assert Report.objects.filter(status="submitted").count() == MANY
    assert Change.objects.filter(place="import").count() == MANY
    assert Transition.objects.filter(action=workflow.RECEIVED).count() == MANY
    assert AuditEvent.objects.filter(action="parcel_taken").count() == 1

    parcels.undo(many.pk, by=city.chen)
    killed_in_the_middle(many, start, lambda: rows.filter(revision=None).exists())

    assert (many.stage, many.refusal) == ("undone", "")
    assert set(Report.objects.values_list("status", "answered_count")) == {("draft", 0)}
    assert Transition.objects.filter(action=workflow.UNRECEIVED).count() == MANY
    assert AuditEvent.objects.filter(action="parcel_undone").count() == 1
    assert history.verify_changes() == [] and history.verify_events() == []
