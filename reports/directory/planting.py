"""Putting organs into the tree: all lines of a workbook, or none of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from treebeard.exceptions import InvalidMoveToDescendant

from reports import access, history
from reports.models import Duty, Organ
from reports.refusals import Refused

from .workbook import Fault, Line, read_workbook

DEEPEST = 12
_DETAILS = ("name", "type", "code", "region", "contact", "phone")


class FaultyLines(Refused):
    """The organs were not taken in; `faults` say row by row why."""

    def __init__(self, faults: list[Fault]):
        super().__init__("；".join(map(str, faults[:3])))
        self.faults = faults


@dataclass(frozen=True)
class Planted:
    """How many organs an import made, altered and moved."""

    created: int
    updated: int
    moved: int

    def __str__(self) -> str:
        return f"新增{self.created}个机关，更新{self.updated}个，移动{self.moved}个。"


@dataclass(eq=False)
class _Node:
    """An organ as it will stand: the row's line, the stored organ if there is one, its parent."""

    organ: Organ
    line: Line | None = None
    parent: "_Node | None" = None
    moves: bool = False
    into: "_Node | None" = None
    children: list["_Node"] = field(default_factory=list)


def import_organs(content: bytes, *, by) -> Planted:
    """Take a workbook's organs into the part of the tree that `by` administers; raise FaultyLines."""
    lines, faults = read_workbook(content)
    if not lines:
        raise FaultyLines(faults)
    return _take(lines, faults, by)


@transaction.atomic
def _take(lines: list[Line], faults: list[Fault], by) -> Planted:
    forest = _Forest(by)
    faults = [*faults, *forest.read(lines)]
    if faults:
        raise FaultyLines(sorted(faults, key=lambda fault: fault.row))
    try:
        with transaction.atomic():
            planted = forest.plant()
    except InvalidMoveToDescendant:
        raise FaultyLines([Fault(0, "有机关要移到自己的下级里，请分两次导入。")]) from None
    except IntegrityError:
        sentence = "有名称或代码与其他机关重复，或者刚刚有人也在导入。没有导入，请核对后再试。"
        raise FaultyLines([Fault(0, sentence)]) from None
    history.note(history.Action.ORGANS_IMPORTED, by=by, detail=str(planted), organ=forest.home)
    return planted


class _Forest:
    """The tree in memory while a workbook is taken in."""

    def __init__(self, by):
        self.paths = access.administrator_paths(by)
        stored = list(Organ.objects.select_for_update(no_key=True))
        self.nodes = {organ.path: _Node(organ) for organ in stored}
        for path, node in self.nodes.items():
            node.parent = self.nodes.get(path[: -Organ.steplen])
        self.by_name = {node.organ.name: node for node in self.nodes.values()}
        self.by_code = {node.organ.code: node for node in self.nodes.values() if node.organ.code}
        self.home = next((n.organ for p, n in self.nodes.items() if p in self.paths), None)
        self.taken: list[_Node] = []

    def read(self, lines: list[Line]) -> list[Fault]:
        """Note what every line asks for; return the faults."""
        faults = [Fault(line.row, sentence) for line in lines for sentence in self._find(line)]
        for step in (self._hang, self._climb, self._merge):
            for node in self.taken:
                if sentence := step(node):
                    faults.append(Fault(node.line.row, sentence))
        return faults

    def _find(self, line: Line) -> list[str]:
        """Match the line with a stored organ, or make a new one."""
        node = self.by_code.get(line.code) or self.by_name.get(line.name)
        if node is None or not line.name:
            node = _Node(Organ(name=line.name, code=line.code, type=line.type or "department"))
        mismatches = list(self._mismatches(node, line))
        if node.line:
            node = _Node(Organ(name=line.name))
        node.line = line
        if line.name:
            self.by_name.setdefault(line.name, node)
        if line.code:
            self.by_code.setdefault(line.code, node)
        self.taken.append(node)
        return mismatches

    def _mismatches(self, node: _Node, line: Line) -> Iterator[str]:
        if node.line:
            yield f"“{line.name}”与第{node.line.row}行重复。"
            return
        namesake = self.by_name.get(line.name)
        if namesake not in (None, node):
            yield f"已有另一个机关叫“{line.name}”。"
        if node.organ.code and line.code and node.organ.code != line.code:
            yield f"“{line.name}”已有代码{node.organ.code}，与表里的{line.code}不同。"
        if node.organ.pk and not self._mine(node):
            yield f"“{line.name}”不在管理范围内，不能改动。"

    def _mine(self, node: _Node) -> bool:
        return any(node.organ.path.startswith(path) for path in self.paths)

    def _hang(self, node: _Node) -> str:
        """Find the parent that the node's line names."""
        name = node.line.parent
        if not name:
            return "" if node.organ.pk or "" in self.paths else "没有写上级机关。"
        parent = self.by_name.get(name) or self.by_code.get(name.upper())
        if parent is None:
            return f"上级机关“{name}”既不在表里，也不在系统里。"
        if parent.organ.pk and not self._mine(parent):
            return f"上级机关“{name}”不在管理范围内。"
        node.moves = bool(node.organ.pk) and node.parent is not parent
        node.parent = parent
        return ""

    def _merge(self, node: _Node) -> str:
        """Find the organ that the node's line merges it into."""
        name = node.line.into
        if not name:
            return ""
        into = self.by_name.get(name) or self.by_code.get(name.upper())
        if into is None:
            return f"并入机关“{name}”既不在表里，也不在系统里。"
        if into is node:
            return f"“{node.line.name}”不能并入自己。"
        if into.line and into.line.duty == "merged" and into.line.year == node.line.year:
            return f"并入机关“{name}”同一年度自己也并入了别的机关，请填最后并入的机关。"
        node.into = into
        return ""

    def _climb(self, node: _Node) -> str:
        """Walk up to the root: no circle, not too deep."""
        passed, above = {node}, node.parent
        while above is not None and len(passed) < DEEPEST:
            if above is node:
                return f"“{node.line.name}”绕了一圈成了自己的上级，请核对上级机关。"
            if above in passed:
                return ""  # a circle higher up, named where it is
            passed.add(above)
            above = above.parent
        if above is None:
            return ""
        return f"“{node.line.name}”的层级超过{DEEPEST}层，请核对上级机关。"

    def plant(self) -> Planted:
        """Write it all down."""
        known = [node for node in self.taken if node.organ.pk]
        new = [node for node in self.taken if not node.organ.pk]
        for node in self.taken:
            _fill(node.organ, node.line)
        Organ.objects.bulk_update([n.organ for n in known], _DETAILS, batch_size=100)
        self._create(new)
        moving = [node for node in known if node.moves]
        for node in moving:
            target = Organ.objects.get(pk=node.parent.organ.pk)
            Organ.objects.move(Organ.objects.get(pk=node.organ.pk), target, "last-child")
        _keep_duties(self.taken)
        return Planted(len(new), len(known) - len(moving), len(moving))

    def _create(self, new: list[_Node]) -> None:
        """Plant the new organs, parents before children."""
        tops = [node for node in new if node.parent is None or node.parent.organ.pk]
        for node in new:
            if node.parent is not None:
                node.parent.children.append(node)
        plant([(node.organ, node.parent.organ if node.parent else None) for node in tops])
        while tops := [child for node in tops for child in node.children if not child.organ.pk]:
            plant([(node.organ, node.parent.organ) for node in tops])


def _fill(organ: Organ, line: Line) -> None:
    """Set what the line says; what it leaves empty stays."""
    for name in _DETAILS:
        if value := getattr(line, name):
            setattr(organ, name, value)


def _keep_duties(nodes: list[_Node]) -> None:
    Duty.objects.bulk_create(
        [
            Duty(
                organ=n.organ,
                year=n.line.year,
                kind=n.line.duty,
                onward=n.line.duty in Duty.LASTING,
                told=True,
                reason=n.line.reason,
                into=n.into and n.into.organ,
            )  # fmt: skip
            for n in nodes
            if n.line.duty
        ],
        update_conflicts=True,
        unique_fields=["organ", "year"],
        update_fields=["kind", "onward", "told", "reason", "into"],
    )


def plant(pairs: Iterable[tuple[Organ, Organ | None]]) -> None:
    """Store new organs as last children of stored parents (None: as roots), in a few queries."""
    pairs = list(pairs)
    counts: dict[str, int] = {}
    for organ, parent in pairs:
        above = parent.path if parent else ""
        if above not in counts:
            counts[above] = _last_child(above)
        counts[above] += 1
        organ.path = Organ.child_path(above, counts[above])
        organ.depth, organ.numchild = len(organ.path) // Organ.steplen, 0
    Organ.objects.bulk_create([organ for organ, _ in pairs], batch_size=500)
    parents = {parent.pk: parent for _, parent in pairs if parent}
    for pk, more in Counter(parent.pk for _, parent in pairs if parent).items():
        parents[pk].numchild += more
    Organ.objects.bulk_update(parents.values(), ["numchild"], batch_size=500)


def _last_child(path: str) -> int:
    """Return which number the last child of the organ at `path` has, 0 when it has none."""
    depth = len(path) // Organ.steplen + 1
    last = Organ.objects.filter(path__startswith=path, depth=depth).order_by("path").last()
    return Organ.number_in(last.path) if last else 0
