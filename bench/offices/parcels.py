"""Measure packages by hand: a district packed, looked at, checked, taken as one, put back as one.

Reports a minute and the highest memory of this process, which does the workers' part, too. While the
package is taken and put back another process saves a figure ten times a second: how long that takes.

DEMO=1 DATA_DIR=$(mktemp -d) .venv/bin/python bench/offices/parcels.py [ORGANS]
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from functools import partial
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat

from reports import parcels
from reports.archive.keys import groups
from reports.archive.parcel import ORGANS, wide
from reports.archive.told import facts
from reports.models import Membership, Organ, PackageKey, Parcel, Report
from reports.writing import editing
from tests import factories


def timed(name: str, count: int, what):
    """Do something and print how long it took, and how many reports a minute that is."""
    start, before = time.perf_counter(), time.process_time()
    found = what()
    spent, worked = time.perf_counter() - start, time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    own = f"{1000 * worked / count:.0f} ms of a processor each"
    print(f"{name:<20}{spent:>8.1f} s{count / spent * 60:>8.0f} a minute{memory:>6} MB  {own}", flush=True)
    return found


def apart(path: Path) -> None:
    """Make an installation of another place of this one: only the names of its organs are the same."""
    Organ.objects.update(name=Concat(Value("别处 "), "name"), code="")
    key = PackageKey.objects.get()
    PackageKey.objects.update(fingerprint="hidden", public="hidden")
    with path.open("rb") as file:
        tree = facts(wide(parcels.looked_at(file).read(ORGANS)), 10**8)
    over: list[Organ] = []
    for one in tree:
        organ = Organ(name=one["name"], code=one["code"], type=one["type"])
        del over[one["depth"] :]
        if over:
            Organ.objects.add_child(Organ.objects.get(pk=over[-1].pk), instance=organ)
        else:
            Organ.objects.add_root(instance=organ)
        over.append(organ)
    chief = User.objects.create_user("chen")
    Membership.objects.create(user=chief, organ=over[0], role="supervisor")
    parcels.trust(key.public, organ_id=over[0].pk, side="below", name="县", by=chief,
                  typed=groups(key.fingerprint)[-1])  # fmt: skip


def save_until_ended(report_id: int) -> None:
    """Save a figure of a report again and again; once ended, print how long that took."""
    took: list[float] = []
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(1))
    clerk = Report.objects.get(pk=report_id).changed_by
    while not ended:
        report = Report.objects.get(pk=report_id)
        start = time.perf_counter()
        outcome = editing.save(report_id, [factories.edit(report, CELL, str(len(took)))], by=clerk)
        took.append(time.perf_counter() - start)
        assert CELL in outcome.saved
        time.sleep(0.1)
    took.sort()
    middle, late = took[len(took) // 2], took[len(took) * 99 // 100]
    print(f"{'  beside it':<20}{len(took)} saves: half in {1000 * middle:.0f} ms, 99 of 100 in "
          f"{1000 * late:.0f} ms, the longest {1000 * took[-1]:.0f} ms", flush=True)  # fmt: skip


def main(organs: int) -> None:
    """Load a district and print a line a step."""
    call_command("migrate", verbosity=0)
    call_command("load_demo", organs=organs, years=1, stdout=StringIO())
    year = Report.objects.order_by("-year").first().year
    top = max(Organ.objects.filter(depth=1), key=lambda organ: Organ.objects.within([organ.path]).count())
    path = Path(tempfile.mkdtemp()) / "上报.zip"
    made = parcels.pack_organ(top, year, waiting=True, files="--files" in sys.argv)
    print(f"{connection.vendor}, {made.count} reports, load {os.getloadavg()[0]:.1f}")

    def write() -> None:
        with path.open("wb") as file:
            file.writelines(made.pieces)

    timed("packed", made.count, write)
    print(f"{path.stat().st_size / 1e6:.1f} MB")
    apart(path)
    chen = User.objects.get(username="chen")
    found = timed("looked at", made.count, lambda: parcels.looked_at(path.open("rb")))
    parcel = timed("laid down", made.count, lambda: parcels.bring(found, path.name, by=chen))
    timed("checked", made.count, lambda: parcels.do_here(parcel))
    beside = factories.report(factories.organ("旁边局"), year, by=factories.clerk("beside"))
    factories.give(beside.changed_by, beside.organ, "clerk")
    for step, ask in (("taken as one", parcels.take), ("put back as one", parcels.undo)):
        ask(parcel.pk, by=chen)
        saving = subprocess.Popen([sys.executable, __file__, "--saving", str(beside.pk)])
        time.sleep(5)
        timed(step, made.count, partial(parcels.do_here, parcel))
        saving.terminate()
        saving.wait()
        parcel = Parcel.objects.get(pk=parcel.pk)
        print(parcel.get_stage_display(), parcel.refusal)


CELL = "proactive.rules.issued"

if __name__ == "__main__":
    if "--saving" in sys.argv:
        save_until_ended(int(sys.argv[-1]))
        sys.exit()
    main(next((int(one) for one in sys.argv[1:] if one.isdecimal()), 3400))
