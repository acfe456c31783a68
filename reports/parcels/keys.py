"""Keys: our own, made at first use; those of others, trusted once by a person who compared them."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reports import access, history
from reports.archive import Opened
from reports.archive import keys as files
from reports.archive.keys import Key, fingerprint, groups, leads_back, raw, text
from reports.models import PackageKey
from reports.refusals import Refused

Side = PackageKey.Side
_MISSING = (
    "这台服务器上没有本系统的签名钥匙（文件 {file}，指纹末组 {last}）。请系统管理员从原来的服务器或保管的拷贝"
    "恢复它；确实丢了，执行 manage.py package_key --new 换一把，再请上级重新核对指纹。"
)
_OTHER = (
    "这台服务器上的签名钥匙不是登记的那一把（登记的指纹末组 {last}）。请系统管理员拷贝同一个文件 {file}，"
    "或执行 manage.py package_key --adopt 改为登记现在这把。"
)


class Stranger(Refused):
    """A whole package, signed by a key that nobody here has trusted yet: `opened` has it."""

    def __init__(self, found: Opened):
        super().__init__("还没有信任这个包的签名钥匙，没有收下任何内容。", 409)
        self.opened = found
        self.groups = groups(fingerprint(found.public))


def own_row() -> PackageKey | None:
    """Return what is known of our own key, None where none was made yet."""
    return PackageKey.objects.filter(side=Side.OWN, revoked_at=None).order_by("-pk").first()


def is_ours(print_: str) -> bool:
    """Whether a key is, or was, our own."""
    return PackageKey.objects.filter(side=Side.OWN, fingerprint=print_).exists()


def own_key(*, by=None) -> Key:
    """Return our own key, made at first use; raise Refused where its file is another or is gone."""
    row, key = own_row(), files.load(settings.DATA_DIR)
    if row is None:
        key = key or files.make(settings.DATA_DIR)
        adopt(key, by=by)
        return key
    said = {"file": files.KEY_FILE, "last": groups(row.fingerprint)[-1]}
    if key is None:
        raise Refused(_MISSING.format(**said))
    if fingerprint(key.public) != row.fingerprint:
        raise Refused(_OTHER.format(**said))
    return key


@transaction.atomic
def adopt(key: Key, *, by=None) -> PackageKey:
    """Note that `key` is our own from now on, and return its row."""
    print_ = fingerprint(key.public)
    before = PackageKey.objects.filter(side=Side.OWN)
    serial = max(before.values_list("serial", flat=True), default=0)
    before.exclude(fingerprint=print_).update(revoked_at=timezone.now(), revoked_by=by)
    row, _ = PackageKey.objects.update_or_create(
        fingerprint=print_,
        defaults={"public": text(key.public), "side": Side.OWN, "name": "本系统", "by": by,
                  "serial": serial, "revoked_at": None},
    )  # fmt: skip
    history.note(history.Action.KEY_MADE, by=by, detail=f"指纹 {' '.join(groups(print_))}")
    return row


def change(*, by=None) -> Key:
    """Make a new key that the present one vouches for, and return it; raise Refused."""
    own_key(by=by)
    key = files.change(settings.DATA_DIR)
    adopt(key, by=by)
    return key


def start_anew(*, by=None) -> Key:
    """Make a key that nobody vouches for, and return it."""
    key = files.start_anew(settings.DATA_DIR)
    adopt(key, by=by)
    return key


@transaction.atomic
def next_serial() -> int:
    """Return the number of the next package: milliseconds of now, and more than of any before."""
    own = PackageKey.objects.filter(side=Side.OWN, revoked_at=None)
    row = own.select_for_update().order_by("-pk").first()
    row.serial = max(row.serial + 1, int(timezone.now().timestamp() * 1000))
    row.save(update_fields=["serial"])
    return row.serial


def trusted(found: Opened, side: str, *, by) -> PackageKey:
    """Return the key of a package that `by` may bring; raise Stranger, Refused.

    A key that a trusted one has vouched for is trusted in its place, once and for good.
    """
    print_ = fingerprint(found.public)
    row = PackageKey.objects.filter(fingerprint=print_).select_related("organ").first()
    if row is None:
        row = _successor(found, print_, by)
    if row is None:
        raise Stranger(found)
    if row.side == Side.OWN:
        raise Refused("这个包是本系统自己打的，应当拷给对方，不用在这里收。", 400)
    if row.revoked_at:
        raise Refused(f"{row.name}的这把签名钥匙已撤销信任（{_day(row.revoked_at)}），没有收下任何内容。")
    if not access.keys_of(by).filter(pk=row.pk).exists():
        raise Refused("这个包的签名钥匙是为别的机关信任的，本账号不督办那个机关，没有收下。", 403)
    if row.side != side:
        raise Refused(_WRONG_SIDE[side], 400)
    return row


_WRONG_SIDE = {
    Side.BELOW: "这把签名钥匙信任的是上级，只能用来收回传包，不能收上报包。",
    Side.ABOVE: "这把签名钥匙信任的是下级，只能用来收上报包，不能收回传包。",
}


def _day(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}"


def _successor(found: Opened, print_: str, by) -> PackageKey | None:
    """Return the key's new row where one that is trusted has vouched for it, None otherwise."""
    mine = access.keys_of(by).filter(revoked_at=None)
    known = {raw(row.public): row for row in mine}
    led = leads_back(found.public, found.handovers, known)
    return None if led is None else _follow(known[led], found, print_, by)


@transaction.atomic
def _follow(old: PackageKey, found: Opened, print_: str, by) -> PackageKey:
    row = PackageKey.objects.create(
        fingerprint=print_, public=text(found.public), side=old.side, name=old.name,
        organ=old.organ, by=by, after=old,
    )  # fmt: skip
    PackageKey.objects.filter(pk=old.pk).update(revoked_at=timezone.now(), revoked_by=by)
    detail = f"{old.name}换了钥匙，由原来信任的签出：指纹 {' '.join(groups(print_))}"
    history.note(history.Action.KEY_TRUSTED, by=by, organ=old.organ, detail=detail)
    return row


@transaction.atomic
def trust(public: str, *, organ_id: int, side: str, name: str, typed: str, by) -> PackageKey:
    """Trust a key for an organ and all below, its last group typed by who compared it.

    Raise Http404, Refused.
    """
    organ = access.organ_to_supervise(by, organ_id)
    try:
        print_ = fingerprint(raw(public))
    except ValueError:
        raise Refused("钥匙不完整，请重新上传那个包。", 400) from None
    if "".join(typed.split()) != groups(print_)[-1]:
        raise Refused("输入的末组与指纹不一样，没有信任。请打电话给对方，逐组核对后再输入末组的五位数字。", 400)
    if side not in (Side.BELOW, Side.ABOVE):
        raise Refused("请选择对方是下级还是上级。", 400)
    if (known := PackageKey.objects.filter(fingerprint=print_).first()) and not known.revoked_at:
        raise Refused("这把钥匙已经登记过，不用再信任一次。")
    if known and known.side == Side.OWN:
        raise Refused("这是本系统自己用过的钥匙，不能信任。")
    row, _ = PackageKey.objects.update_or_create(
        fingerprint=print_,
        defaults={"public": public, "side": side, "name": _name(name, organ), "organ": organ, "by": by,
                  "at": timezone.now(), "revoked_at": None, "revoked_by": None},
    )  # fmt: skip
    detail = f"{row.name}（{row.get_side_display()}）指纹 {' '.join(groups(print_))}"
    history.note(history.Action.KEY_TRUSTED, by=by, organ=organ, detail=detail)
    return row


def _name(name: str, organ) -> str:
    return " ".join(name.replace("\0", "").split())[:200] or organ.name


@transaction.atomic
def revoke(key_id: int, *, by) -> PackageKey:
    """Trust a key no longer; what was taken with it stays. Raise Http404, Refused."""
    key = access.key_of(by, key_id)
    if not PackageKey.objects.filter(pk=key.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    ):
        raise Refused("这把钥匙已经撤销过。")
    detail = f"{key.name} 指纹 {' '.join(groups(key.fingerprint))}"
    history.note(history.Action.KEY_REVOKED, by=by, organ=key.organ, detail=detail)
    return key


def described(rows) -> list[PackageKey]:
    """Return the keys, each with its `groups`."""
    found = list(rows)
    for row in found:
        row.groups = groups(row.fingerprint)
    return found
