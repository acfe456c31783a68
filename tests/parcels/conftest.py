"""Installations apart from one another: each is built, asked for its package, and gone again."""

import io
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from reports import jobs, parcels
from reports.archive import opened
from reports.archive.keys import fingerprint, groups, load, text
from reports.models import Organ, PackageKey, Parcel, Report
from tests import factories

YEAR = 2025
COUNTY, BUREAU, SCHOOL = "瀍水区人民政府", "瀍水区文化和旅游局", "瀍水区教育局"


@dataclass
class District:
    """A county and two of its bureaus, with a clerk who writes for all and a supervisor."""

    county: Organ
    bureau: Organ
    school: Organ
    zhang: User
    wang: User

    def approved(self, organ: Organ, **words) -> Report:
        """Return a report of the organ that was found good."""
        return factories.approved(organ, YEAR, by=self.zhang, **words)


def district(under: Organ | None = None) -> District:
    """Return a district with its people, below another organ if asked."""
    zhang = factories.clerk("zhang", "明", "张")
    county = factories.organ(COUNTY, type="county", under=under)
    bureau = factories.organ(BUREAU, zhang, under=county, code="TY0071")
    school = factories.organ(SCHOOL, zhang, under=county, code="TY0072")
    wang = factories.give(factories.clerk("wang", "芳", "王"), county, "supervisor")
    factories.give(zhang, county, "supervisor")
    return District(county, bureau, school, zhang, wang)


@pytest.fixture
def installation(settings, tmp_path, db):
    """Return a context of an installation of its own: its key stays, its database is gone at the end."""

    @contextmanager
    def elsewhere(name: str):
        before, settings.DATA_DIR = settings.DATA_DIR, tmp_path / name
        settings.DATA_DIR.mkdir(exist_ok=True)
        try:
            with transaction.atomic():
                _hide()
                yield
                transaction.set_rollback(True)
        finally:
            settings.DATA_DIR = before

    return elsewhere


def _hide() -> None:
    """Let nothing of another installation be found by its name, until all is rolled back."""
    Organ.objects.update(name=Concat(Value("别处 "), "name"), code="")
    User.objects.update(username=Concat(Value("elsewhere-"), "username"))
    for key in PackageKey.objects.all():
        key.fingerprint, key.revoked_at = f"hidden {key.pk}", timezone.now()
        key.save()


@pytest.fixture
def packed(installation, quick_files):
    """Return a function that builds a county, lets it be changed, and returns its package."""

    def make(change=lambda made: None, name="county", **options) -> bytes:
        with installation(name):
            made = district()
            made.approved(made.bureau)
            change(made)
            return bytes_of(parcels.pack(made.county.pk, YEAR, by=made.wang, **options))

    return make


def bytes_of(package) -> bytes:
    """Return a package as it is sent."""
    return b"".join(package.pieces)


@dataclass
class City:
    """A city above the county, with a supervisor of both, and a place for its key."""

    city: Organ
    county: Organ
    bureau: Organ
    school: Organ
    chen: User


@pytest.fixture
def city(settings, tmp_path, db) -> City:
    """The city's installation, in which the county has organs and nobody who writes."""
    settings.DATA_DIR = tmp_path / "city"
    settings.DATA_DIR.mkdir()
    return make_city()


def make_city() -> City:
    """Return the organs of a city and its supervisor."""
    top = factories.organ("云溪市人民政府", type="city")
    county = factories.organ(COUNTY, type="county", under=top)
    bureau = factories.organ(BUREAU, under=county, code="TY0071")
    school = factories.organ(SCHOOL, under=county, code="TY0072")
    chen = factories.give(factories.clerk("chen", "静", "陈"), top, "supervisor")
    return City(top, county, bureau, school, chen)


def trust(folder, organ: Organ, by: User, side="below", name="") -> PackageKey:
    """Trust the key that lies in a folder, as somebody does who has telephoned."""
    public = load(folder).public
    last = groups(fingerprint(public))[-1]
    return parcels.trust(text(public), organ_id=organ.pk, side=side, name=name, typed=last, by=by)


@pytest.fixture
def trusted(city, tmp_path):
    """Return a function that lets the city trust the county's key."""
    return lambda: trust(tmp_path / "county", city.county, city.chen)


def bring(content: bytes, by: User) -> Parcel:
    """Bring a package, as the page does."""
    return parcels.bring(parcels.looked_at(io.BytesIO(content)), "上报.zip", by=by)


def work(parcel: Parcel) -> Parcel:
    """Do all of a package that can be done, as a worker would."""
    worker = jobs.join("worker")
    begun = parcels.begin_round(parcel.pk)
    while begun and parcels.press_one(parcel.pk, begun.number, worker):
        pass
    parcel.refresh_from_db()
    return parcel


def taken(content: bytes, by: User) -> Parcel:
    """Bring a package, have it checked and taken."""
    parcel = work(bring(content, by))
    parcels.take(parcel.pk, by=by)
    return work(parcel)


def about(content: bytes):
    """Return what a package says of itself."""
    return opened(io.BytesIO(content)).about
