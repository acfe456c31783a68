"""OLE compound files, as old office files are: taken apart and put together, small ones only.

A storage is a dict of names to bytes (a stream) or to another dict. [MS-CFB], version 3.
"""

import struct
from collections.abc import Iterator

_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR, _MINI, _CUTOFF, _ENTRY = 512, 64, 4096, 128
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5

Storage = dict[str, "bytes | Storage"]


def taken_apart(content: bytes) -> Storage:
    """Return the storages and streams of a compound file of less than 7 MB."""
    return _Apart(content).storage(0)


def put_together(root: Storage, like: bytes) -> bytes:
    """Return the compound file of a root storage, of the same class as the file `like`."""
    return _Together(root).file(like)


class _Apart:
    def __init__(self, content: bytes):
        assert content.startswith(_MAGIC)
        self.content = content
        places = [at for at in struct.unpack_from("<109I", content, 76) if at != _FREE]
        self.table = [at for place in places for at in struct.unpack("<128I", self.sector(place))]
        self.entries = self.stream(struct.unpack_from("<I", content, 48)[0])
        minis = self.stream(struct.unpack_from("<I", content, 60)[0])
        self.minis = struct.unpack(f"<{len(minis) // 4}I", minis)
        self.small = self.stream(struct.unpack_from("<I", self.entries, 116)[0])

    def sector(self, at: int) -> bytes:
        return self.content[(at + 1) * _SECTOR : (at + 2) * _SECTOR]

    def stream(self, start: int) -> bytes:
        return b"".join(self.sector(at) for at in _chain(start, self.table))

    def words(self, start: int, size: int) -> bytes:
        if size >= _CUTOFF:
            return self.stream(start)[:size]
        parts = [self.small[at * _MINI : (at + 1) * _MINI] for at in _chain(start, self.minis)]
        return b"".join(parts)[:size]

    def storage(self, at: int) -> Storage:
        found: Storage = {}
        for one in self.siblings(struct.unpack_from("<I", self.entries, at * _ENTRY + 76)[0]):
            entry = self.entries[one * _ENTRY : (one + 1) * _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            name = entry[: length - 2].decode("utf-16-le")
            is_stream = kind == _STREAM
            found[name] = self.words(*struct.unpack_from("<II", entry, 116)) if is_stream else self.storage(one)
        return found

    def siblings(self, at: int) -> Iterator[int]:
        if at != _NONE:
            left, right = struct.unpack_from("<II", self.entries, at * _ENTRY + 68)
            yield from self.siblings(left)
            yield at
            yield from self.siblings(right)


def _chain(start: int, links) -> Iterator[int]:
    while start < _FAT:
        yield start
        start = links[start]


class _Together:
    def __init__(self, root: Storage):
        self.body, self.table, self.minis = b"", [], []
        self.entries: list[list] = [["Root Entry", _ROOT, _NONE, _NONE, root]]
        for entry in self.entries:  # grows while it is gone through
            entry.append(_NONE if entry[1] == _STREAM else self.laid(entry[4]))
        streams = [entry[4] for entry in self.entries if entry[1] == _STREAM]
        self.small = b"".join(_filled(words, _MINI) for words in streams if len(words) < _CUTOFF)

    def laid(self, storage: Storage) -> int:
        """Lay out what a storage holds as a tree of siblings; return where its top stands."""
        return self.tree(storage, sorted(storage, key=lambda name: (len(name), name.upper())))

    def tree(self, storage: Storage, names: list[str]) -> int:
        if not names:
            return _NONE
        middle, at = len(names) // 2, len(self.entries)
        held = storage[names[middle]]
        kind = _STREAM if isinstance(held, bytes) else _STORAGE
        self.entries.append([names[middle], kind, _NONE, _NONE, held])
        self.entries[at][2:4] = [self.tree(storage, names[:middle]), self.tree(storage, names[middle + 1 :])]
        return at

    def kept(self, content: bytes) -> int:
        """Keep bytes in sectors; return the first."""
        self.body += _filled(content, _SECTOR)
        return _linked(self.table, len(content), _SECTOR)

    def start(self, entry: list) -> int:
        """Keep what an entry holds; return where it begins."""
        if entry[1] == _STORAGE:
            return 0
        words = self.small if entry[1] == _ROOT else entry[4]
        if entry[1] == _STREAM and len(words) < _CUTOFF:
            return _linked(self.minis, len(words), _MINI)
        return self.kept(words)

    def file(self, like: bytes) -> bytes:
        told = [self.told(entry, self.start(entry)) for entry in self.entries]
        class_at = like.find("Root Entry".encode("utf-16-le")) + 80
        told[0] = told[0][:80] + like[class_at : class_at + 16] + told[0][96:]
        directory = self.kept(b"".join(told))
        minis = struct.pack(f"<{len(self.minis)}I", *self.minis)
        mini_table = self.kept(minis + b"\xff" * (-len(minis) % _SECTOR))
        fats = 1
        while len(self.table) + fats > 128 * fats:
            fats += 1
        places = [*range(len(self.table), len(self.table) + fats)]
        links = [*self.table, *[_FAT] * fats]
        links += [_FREE] * (128 * fats - len(links))
        header = _MAGIC + bytes(16) + struct.pack(
            "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, directory, 0, _CUTOFF, mini_table,
            -(-len(minis) // _SECTOR), _END, 0,
        )  # fmt: skip
        header += struct.pack("<109I", *places, *[_FREE] * (109 - fats))
        return header + self.body + struct.pack(f"<{len(links)}I", *links)

    def told(self, entry: list, start: int) -> bytes:
        name, kind, left, right, held, child = entry
        text = name.encode("utf-16-le") + b"\0\0"
        size = {_ROOT: len(self.small), _STORAGE: 0}.get(kind, len(held))
        return (
            text + bytes(64 - len(text))
            + struct.pack("<HBBIII", len(text), kind, 1, left, right, child)
            + bytes(36) + struct.pack("<IQ", start, size)
        )  # fmt: skip


def _linked(links: list[int], length: int, size: int) -> int:
    """Add a chain for so many bytes to `links`; return its first."""
    count, first = -(-length // size), len(links)
    links += [*range(first + 1, first + count), _END] if count else []
    return first if count else _END


def _filled(content: bytes, to: int) -> bytes:
    return content + bytes(-len(content) % to)
