"""How a report may stand: every state once, and the groups of them that several rooms ask for."""

from django.db.models import TextChoices


class Status(TextChoices):
    """The state of a report, as its row has it."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已审核"
    PUBLISHED = "published", "已发布"
    CORRECTING = "correcting", "更正中"
    ELSEWHERE = "elsewhere", "已在别处发布"


OPEN = (Status.DRAFT, Status.RETURNED, Status.CORRECTING)  # clerks write in it
HANDED_IN = (Status.SUBMITTED, Status.APPROVED, Status.PUBLISHED)
SETTLED = (Status.APPROVED, Status.PUBLISHED)  # found good: it may be published, not remarked on
PAST_REMARKS = (*SETTLED, Status.ELSEWHERE)
ONCE_PUBLIC = (Status.PUBLISHED, Status.CORRECTING)
# Public, here or elsewhere: an old report that was brought in is no publication of this site.
PUBLIC_SOMEWHERE = (*ONCE_PUBLIC, Status.ELSEWHERE)

# What a list says of an organ beside these: it has not begun; what it published is public no more.
NONE = "none"
WITHDRAWN = "withdrawn"
CAPTIONS = {NONE: "未建立", **dict(Status.choices), WITHDRAWN: "已撤下"}
# Who still owes the report. One that is corrected is owed no more: its version is public.
UNDONE = (NONE, Status.DRAFT, Status.RETURNED)
# Where the publication page has something to do or to show.
PUBLISHABLE = (*SETTLED, Status.CORRECTING, WITHDRAWN)
