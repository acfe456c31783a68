"""`manage.py package_key [--change | --new | --adopt]`: the key that signs this installation's packages."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports import parcels
from reports.archive.keys import KEY_FILE, fingerprint, groups, load
from reports.refusals import Refused


class Command(BaseCommand):
    """Say the fingerprint of our own key; change it, begin a new one, adopt the one that lies there."""

    help = "本系统的签名钥匙：显示指纹；--change 换新的（由旧的签出，对方不用再核对）；--new 旧的丢了或泄露了，从头来；--adopt 登记现有的文件。"

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--change", action="store_true")
        which.add_argument("--new", action="store_true")
        which.add_argument("--adopt", action="store_true")

    def handle(self, *args, change: bool, new: bool, adopt: bool, **options):
        """Do what is asked; print the file and the fingerprint."""
        try:
            key = self._key(change, new, adopt)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        said = " ".join(groups(fingerprint(key.public)))
        self.stdout.write(f"{settings.DATA_DIR / KEY_FILE}\n指纹 {said}")

    def _key(self, change: bool, new: bool, adopt: bool):
        if change:
            return parcels.change()
        if new:
            return parcels.start_anew()
        if adopt:
            key = load(settings.DATA_DIR)
            if key is None:
                raise Refused(f"没有文件{settings.DATA_DIR / KEY_FILE}。")
            parcels.adopt(key)
            return key
        return parcels.own_key()
