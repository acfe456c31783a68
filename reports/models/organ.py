"""Organs as a tree, their people with their roles, and what each owes in a year."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Case, F, FilteredRelation, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Length, Substr
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from reports.document.which import MAIN
from reports.editions import FIRST_YEAR, LAST_YEAR, ORGAN_TYPES, OrganType, organ_type

from . import states

NOT_YET = "not_yet"  # what a duty is called in the years before a new organ was there
# Duty.Kind: what frees an organ of its report for a year.
EXCUSED = ("exempt", "merged", "vertical", "party", NOT_YET)


class OrganQuerySet(MP_NodeQuerySet):
    """Questions about many organs."""

    def within(self, paths: Iterable[str]) -> "OrganQuerySet":
        """Keep the organs at `paths` and all below them."""
        inside = Q(pk__in=[])
        for path in paths:
            inside |= Q(path__startswith=path)
        return self.filter(inside)

    def with_report_of(self, year: int, kind: str = MAIN) -> "OrganQuerySet":
        """Add how each organ's report of that kind for `year` stands, and what is special about its duty.

        `state` is `none` where there is no report, `withdrawn` where what was published is no
        longer public; the counts are those kept with the report. `public`: a version of it is,
        which a correction on its way leaves as it is.
        """
        withdrawn = Q(one__status=states.Status.PUBLISHED, one__posting__withdrawn_at__isnull=False)
        public = Q(one__posting__isnull=False, one__posting__withdrawn_at__isnull=True)
        return self.alias(
            one=FilteredRelation("reports", condition=Q(reports__year=year, reports__kind=kind)),
        ).annotate(
            report_id=F("one__id"),
            state=Case(
                When(withdrawn, then=Value(states.WITHDRAWN)),
                default=Coalesce("one__status", Value(states.NONE)),
            ),
            public=Case(When(public, then=Value(True)), default=Value(False)),
            answered=Coalesce("one__answered_count", 0),
            errors=Coalesce("one__error_count", 0),
            warnings=Coalesce("one__warning_count", 0),
            changed=F("one__changed_at"),
            edition=F("one__edition"),
            withdrawn_at=F("one__posting__withdrawn_at"),
            duty=_duty_in(year),
            duty_reason=Coalesce(Subquery(_duties(year).values("reason")[:1]), Value("")),
        )

    def owing(self) -> "OrganQuerySet":
        """Keep, after `with_report_of`, the organs that owe a report for the year."""
        return self.exclude(duty__in=EXCUSED)

    def owing_in(self, year: int) -> "OrganQuerySet":
        """Keep the organs that owe a report for `year`."""
        return self.alias(duty_now=_duty_in(year)).exclude(duty_now__in=EXCUSED)

    def for_their_office(self) -> "OrganQuerySet":
        """Keep the governments that report for their office, too: no organ just below is that office."""
        called = Q(name__endswith="政府办公室") | Q(name__endswith="政府办公厅")
        office = Organ.objects.filter(called, depth=OuterRef("depth") + 1, path__startswith=OuterRef("path"))
        return self.filter(~models.Exists(office), type__in=[k.id for k in ORGAN_TYPES.values() if k.has_two])

    def excused_in(self, year: int) -> "OrganQuerySet":
        """Keep the organs that owe no report for `year`; add the `duty` and its row's key."""
        rows = _duties(year).values("pk")[:1]
        return self.annotate(duty=_duty_in(year), duty_row=Subquery(rows)).filter(duty__in=EXCUSED)

    def each_once(self, root: "Organ") -> "OrganQuerySet":
        """Leave out what stands below a government below `root`: that one's report counts them."""
        kept = self
        for length, paths in _governments_below(root).items():
            over = Substr("path", 1, length)
            below = self.annotate(over=over).filter(over__in=paths).exclude(path__in=paths)
            kept = kept.exclude(pk__in=below.values("pk"))
        return kept

    def excused(self) -> "OrganQuerySet":
        """Keep, after `with_report_of`, the organs that owe none."""
        return self.filter(duty__in=EXCUSED)


def _duties(year: int) -> models.QuerySet:
    """Return the duties of the outer organ that speak of `year`, the one that counts first."""
    speaking = Q(year=year) | Q(year__lt=year, onward=True)
    of = Duty.objects.filter(speaking, organ=OuterRef("pk"))
    return of.order_by("-year")


def _duty_in(year: int) -> Case | Value:
    """Return, as an expression, what is special about an organ's duty for `year`; empty: nothing.

    Few organs are special: they are read first, or every list would look each organ's duties up.
    """
    speaking = Q(year=year) | Q(year__lt=year, onward=True) | Q(year__gt=year, kind="new")
    found: dict[int, str] = {}
    for organ, of, kind in Duty.objects.filter(speaking).order_by("year").values_list("organ", "year", "kind"):
        found[organ] = NOT_YET if of > year else kind
    kinds: dict[str, list[int]] = {}
    for organ, kind in found.items():
        kinds.setdefault(kind, []).append(organ)
    nothing = Value("", output_field=models.CharField())
    whens = [When(pk__in=organs, then=Value(kind)) for kind, organs in kinds.items()]
    return Case(*whens, default=nothing) if whens else nothing


def _governments_below(root: "Organ") -> dict[int, list[str]]:
    """Return the paths of the topmost governments below `root` that have organs, by length."""
    kinds = [kind.id for kind in ORGAN_TYPES.values() if kind.government]
    found = Organ.objects.filter(path__startswith=root.path, type__in=kinds, numchild__gt=0)
    topmost: dict[int, list[str]] = {}
    last = None
    for path in found.exclude(pk=root.pk).values_list("path", flat=True):
        if last is None or not path.startswith(last):
            topmost.setdefault(len(path), []).append(path)
            last = path
    return topmost


class OrganManager(MP_NodeManager.from_queryset(OrganQuerySet)):
    """The tree's manager, with the questions above."""

    def get_queryset(self) -> OrganQuerySet:
        """Return all organs in the order of the tree."""
        return OrganQuerySet(self.model, using=self._db).order_by("path")


class Organ(MP_Node):
    """A body that owes a report each year; below it stand the organs that it supervises."""

    name = models.CharField(
        "机关名称", max_length=100, unique=True,
        error_messages={"unique": "已有另一个机关叫这个名称，请核对。"},
    )  # fmt: skip
    type = models.CharField(
        "机关类型",
        max_length=30,
        choices=[(kind.id, kind.caption) for kind in ORGAN_TYPES.values()],
        default="department",
    )
    code = models.CharField(
        "代码", max_length=18, blank=True, help_text="统一社会信用代码或自编代码"
    )
    region = models.CharField("行政区划", max_length=60, blank=True)
    contact = models.CharField("联系人", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="organs", verbose_name="人员"
    )

    objects = OrganManager()

    class Meta:
        verbose_name = verbose_name_plural = "机关"
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="organ_code_once",
                violation_error_message="已有另一个机关用这个代码，请核对。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Store the organ; one that was given no place in the tree becomes a root."""
        if self._state.adding and not self.path:
            Organ.objects.add_root(instance=self)
        else:
            super().save(*args, **kwargs)

    @property
    def kind(self) -> OrganType:
        """The kind of organ: its reports, their days, and its duties."""
        return organ_type(self.type)

    @classmethod
    def child_path(cls, parent_path: str, number: int) -> str:
        """Return the path of the `number`th child (from 1); an empty parent path means a root."""
        depth = len(parent_path) // cls.steplen + 1
        return cls._get_path(parent_path, depth, number)

    @classmethod
    def number_in(cls, path: str) -> int:
        """Return which child of its parent stands at `path`, from 1."""
        return cls._str2int(path[-cls.steplen :])


class DutyQuerySet(models.QuerySet):
    """Questions about duties."""

    def of(self, organ: Organ, year: int) -> "Duty | None":
        """Return the duty that counts for the organ in `year`: the latest that speaks of it."""
        speaking = Q(year=year) | Q(year__lt=year, onward=True)
        return self.filter(speaking, organ=organ).order_by("-year").first()


class Duty(models.Model):
    """What is special about an organ's duty to report, for a year or from a year `onward`.

    Of several that speak of a year the latest counts; REPORT ends what went before. A NEW organ
    owes nothing for the years before. `told`: the reason may stand on the public list.
    """

    class Kind(models.TextChoices):
        EXEMPT = "exempt", "免报"
        MERGED = "merged", "并入其他机关"
        NEW = "new", "新设机关"
        VERTICAL = "vertical", "垂直管理，向上级部门报送"
        PARTY = "party", "党委机构挂牌或合署，不单独报送"
        REPORT = "report", "恢复报送"

    # What goes on until something else is said.
    LASTING = ("merged", "vertical", "party")

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="duties", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    onward = models.BooleanField("以后各年度", default=False)
    kind = models.CharField("情况", max_length=10, choices=Kind)
    # The organ that goes on with its work; merged duties of earlier versions name it in the reason.
    into = models.ForeignKey(
        Organ, models.PROTECT, null=True, related_name="absorbed", verbose_name="并入的机关"
    )
    reason = models.CharField("原因", max_length=200)
    told = models.BooleanField("原因可以公开", default=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送义务"
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="duty_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="duty_year_in_range"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["exempt", "merged", "new", "vertical", "party", "report"]),
                name="duty_kind_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duty_has_a_reason"),
            models.CheckConstraint(
                condition=Q(into=None) | Q(kind="merged"), name="duty_into_of_the_merged"
            ),
            models.CheckConstraint(
                condition=Q(into=None) | ~Q(into=F("organ")), name="duty_into_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year} {self.get_kind_display()}"

    @property
    def owes(self) -> bool:
        """Whether a report is owed all the same: a new organ has only no year before."""
        return self.kind not in EXCUSED

    @staticmethod
    def caption(kind: str) -> str:
        """Return what a duty of that kind is called; empty where nothing is special."""
        captions = dict(Duty.Kind.choices) | {NOT_YET: "尚未设立", "": ""}
        return captions[kind]


class FormerName(models.Model):
    """A name that an organ had until a day. What was published under it keeps it."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="former_names")
    name = models.CharField("原名称", max_length=100)
    until = models.DateField("更名日期")

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    """Questions about who works where."""

    def over(self, path) -> "MembershipQuerySet":
        """Keep the memberships in the organ at `path` (text or expression) and all above it."""
        return self.filter(organ__path=Substr(path, 1, Length("organ__path")))


class Membership(models.Model):
    """A person's role in an organ; one person may hold several."""

    class Role(models.TextChoices):
        CLERK = "clerk", "填报人"
        REVIEWER = "reviewer", "审核人"
        SUPERVISOR = "supervisor", "主管"
        ADMINISTRATOR = "administrator", "管理员"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="人员")
    organ = models.ForeignKey(Organ, models.CASCADE, verbose_name="机关")
    role = models.CharField("角色", max_length=15, choices=Role, default=Role.CLERK)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机关人员"
        constraints = [
            models.UniqueConstraint(fields=["user", "organ", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=["clerk", "reviewer", "supervisor", "administrator"]),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.organ}，{self.get_role_display()}）"
