"""`manage.py take_package FILE --by 登录名 [--take]`: bring a package from the server's own disk."""

from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from reports import parcels, tasks
from reports.archive.told import REMARKS
from reports.refusals import Refused
from reportsite.disk import why


class Command(BaseCommand):
    """Bring a package in the name of a supervisor, past the limit of uploads; take it if asked."""

    help = "收上报包或回传包（不受网页 60 MB 的限制），以某位主管的名义；钥匙先在网页上信任。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="主管的登录名")
        parser.add_argument("--take", action="store_true", help="核对后没有问题就整个收下")

    def handle(self, *args, file: Path, by: str, take: bool, **options):
        """Lay the package down; the workers check it, and take it where that was asked for."""
        person = User.objects.filter(username=by, is_active=True).first()
        if person is None:
            raise CommandError(f"没有叫“{by}”的登录名，或账号已停用。")
        try:
            with file.open("rb") as opened:
                self._bring(parcels.looked_at(opened), file.name, person, take)
        except parcels.Faulty as faulty:
            raise CommandError("\n".join([str(faulty), *faulty.faults])) from None
        except parcels.Stranger as stranger:
            said = " ".join(stranger.groups)
            raise CommandError(f"{stranger}指纹 {said}。请在网页“上报包”里上传这个单位的任意一个包，核对后信任。") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as fault:
            raise CommandError(f"文件打不开：{file}（{why(fault)}）。") from None

    def _bring(self, found, name: str, person: User, take: bool) -> None:
        if found.about.kind == REMARKS:
            for one in parcels.take_back(found, by=person):
                self.stdout.write(f"{one.told.organ}：{one.told.text}——{one.what}")
            return
        parcel = parcels.bring(found, name, by=person)
        if not take:
            tasks.deliver(parcel.pk, room=parcels)
            self.stdout.write(f"已放下，后台开始核对：/parcels/{parcel.pk}/")
            return
        parcels.do_here(parcel)
        parcels.take(parcel.pk, by=person)
        parcels.do_here(parcel)
        parcel.refresh_from_db()
        if parcel.refusal:
            raise Refused(parcel.refusal)
        self.stdout.write(f"{parcel.get_stage_display()}：{parcel.reports.count()}份。")
