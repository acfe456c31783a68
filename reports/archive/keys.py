"""The key of an installation: made once, kept beside the data, told by the telephone as groups.

Ed25519 (RFC 8032). A key that follows another is signed by it, so that whoever trusts the old one
need not be called again.
"""

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from reports.refusals import Refused

KEY_FILE, BEFORE_FILE = "package-key.pem", "package-key-before.json"
_GROUPS, _DIGITS = 8, 5
_HANDOVER = b"nianbao key\n"
MOST_HANDOVERS = 50
_UNREADABLE = "签名钥匙文件{}读不出来。请从保管的拷贝恢复，或由系统管理员换一把新的。"


@dataclass(frozen=True)
class Handover:
    """A key that says which one comes after it: raw public keys, and the old one's signature."""

    old: bytes
    new: bytes
    signature: bytes

    @property
    def holds(self) -> bool:
        """Whether the old key has really said so."""
        return is_signed(self.old, self.signature, _HANDOVER + self.new)

    def to_json(self) -> dict[str, str]:
        """Return the handover as it stands in a package."""
        return {"old": text(self.old), "new": text(self.new), "signature": text(self.signature)}

    @classmethod
    def from_json(cls, value) -> "Handover":
        """Read a handover; raise ValueError for what is none."""
        if not isinstance(value, dict):
            raise ValueError
        return cls(raw(value.get("old")), raw(value.get("new")), raw(value.get("signature"), 64))


@dataclass(frozen=True)
class Key:
    """The installation's own key, with the handovers that led to it."""

    private: Ed25519PrivateKey
    handovers: tuple[Handover, ...] = ()

    @property
    def public(self) -> bytes:
        """The raw public key, 32 bytes."""
        return public_of(self.private)

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return self.private.sign(message)


def public_of(private: Ed25519PrivateKey) -> bytes:
    """Return the raw public key of a private one."""
    return private.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` is of `message`, by the holder of the raw public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Return what a key is known by: the SHA-256 of its raw bytes, in hexadecimal."""
    return hashlib.sha256(public).hexdigest()


def groups(print_: str) -> list[str]:
    """Return a fingerprint as eight groups of five digits, to be read over the telephone.

    133 of its 256 bits: who wanted a second key with the same groups would not find one.
    """
    number = int(print_, 16) % 10 ** (_GROUPS * _DIGITS)
    digits = f"{number:0{_GROUPS * _DIGITS}d}"
    return [digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS)]


def text(content: bytes) -> str:
    """Return bytes as base64."""
    return base64.b64encode(content).decode()


def raw(value, size: int = 32) -> bytes:
    """Return the bytes of a base64 text of just that size; raise ValueError for anything else."""
    if not isinstance(value, str) or len(value) > 100:
        raise ValueError
    try:
        content = base64.b64decode(value, validate=True)
    except binascii.Error:
        raise ValueError from None
    if len(content) != size or text(content) != value:
        raise ValueError
    return content


def handovers_in(value) -> tuple[Handover, ...]:
    """Read a list of handovers; raise ValueError for what is none."""
    if not isinstance(value, list) or len(value) > MOST_HANDOVERS:
        raise ValueError
    return tuple(Handover.from_json(one) for one in value)


def leads_back(public: bytes, handovers: Iterable[Handover], known: Iterable[bytes]) -> bytes | None:
    """Return which of the `known` keys has handed over, in steps perhaps, to `public`; None: none."""
    known, now = set(known), public
    for one in reversed(tuple(handovers)):
        if one.new != now or not one.holds:
            return None
        now = one.old
        if now in known:
            return now
    return None


def load(folder: Path) -> Key | None:
    """Return the installation's key, None where none was made yet; raise Refused for a broken file."""
    path = folder / KEY_FILE
    try:
        content = path.read_bytes()
        private = serialization.load_pem_private_key(content, password=None)
        if not isinstance(private, Ed25519PrivateKey):
            raise ValueError
        before = folder / BEFORE_FILE
        told = handovers_in(json.loads(before.read_bytes())) if before.exists() else ()
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        raise Refused(_UNREADABLE.format(path.name)) from None
    # What was written before a change of keys that came to no end does not belong to this one.
    led = next((n for n, one in enumerate(told, 1) if one.new == public_of(private)), 0)
    return Key(private, told[:led])


def make(folder: Path) -> Key:
    """Make the installation's key, or return the one that another process has just made.

    The file is its owner's alone (0600); it is there whole or not at all.
    """
    _keep(folder / KEY_FILE, _pem(Ed25519PrivateKey.generate()), over=False)
    return load(folder)


def change(folder: Path) -> Key:
    """Make a new key that the present one signs, and return it; without a present one just a key."""
    old = load(folder)
    if old is None:
        return make(folder)
    private = Ed25519PrivateKey.generate()
    new = public_of(private)
    told = [*old.handovers, Handover(old.public, new, old.sign(_HANDOVER + new))][-MOST_HANDOVERS:]
    _keep(folder / BEFORE_FILE, json.dumps([one.to_json() for one in told]).encode(), over=True)
    _keep(folder / KEY_FILE, _pem(private), over=True)
    return load(folder)


def start_anew(folder: Path) -> Key:
    """Make a key that nobody vouches for, where the old one is lost or in wrong hands."""
    (folder / BEFORE_FILE).unlink(missing_ok=True)
    _keep(folder / KEY_FILE, _pem(Ed25519PrivateKey.generate()), over=True)
    return load(folder)


def _pem(private: Ed25519PrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _keep(path: Path, content: bytes, *, over: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if over:
            os.replace(draft, path)
        elif not path.exists():
            os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
