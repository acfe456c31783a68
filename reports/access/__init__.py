"""Who may do what: the only door to a report or an organ for a view.

Whatever a person may not see does not exist for them: 404.
"""

from reports.models import states

from .assignments import (
    assigned_to,
    assignment_of_link,
    assignment_to_fill,
    assignment_to_manage,
    assignments_in,
    hash_of,
    locked_assignment,
)
from .bulk import bulk_job_of, bulk_jobs_of, report_to_print, reports_to_export
from .gathering import (
    content_of,
    file_of,
    gathering_of,
    gatherings_of,
    organ_to_fill,
    report_taken,
    report_to_fill,
)
from .organs import (
    administers_anything,
    may_still_invite,
    organ_to_administer,
    organ_to_see,
    organ_to_supervise,
    organ_to_write_for,
    organs_administered,
    organs_counted_in,
    organs_of,
    organs_once_called,
    organs_seen,
    organs_supervised,
    supervises_anything,
    trees_administered,
    trees_supervised,
)
from .parcels import (
    key_of,
    keys_of,
    organs_parcelled,
    parcel_file_of,
    parcel_of,
    parcel_report_of,
    parcels_of,
    received_from,
)
from .people import person_name, person_to_administer
from .powers import Power, powers_over
from .register import (
    may_count_register,
    register_of,
    register_to_count,
    register_to_read,
    registers_counted_by,
    registers_worked_in,
)
from .reports import (
    Frozen,
    acceptances_of,
    fetch_content,
    live_posting,
    locked_report,
    picture_to_read,
    posting_of,
    previous_document,
    report_of,
    report_to_edit,
    report_to_edit_with,
    report_to_read,
    report_to_write,
    report_with,
    reports_of,
    reports_supervised,
)
from .roles import (
    ALL_PATHS,
    Role,
    administrator_paths,
    nearest_supervisors,
    people_of,
    remember_roles,
    roles_of,
    roles_over,
    supervisor_paths,
    supervisors_of,
)
from .waiting import (
    organs_to_begin,
    parts_to_take,
    rectifications_supervised,
    rectifications_to_answer,
    rectifications_to_settle,
    remarks_to_answer,
    remarks_to_settle,
    reports_to_check,
    reports_to_fill,
    reports_to_judge,
    reports_to_publish,
    reports_to_say_kind_of,
    reports_to_sign,
)

__all__ = [
    "ALL_PATHS", "Frozen", "Power", "Role", "acceptances_of", "administers_anything", "administrator_paths",
    "bulk_job_of", "bulk_jobs_of", "content_of", "fetch_content", "file_of", "gathering_of", "gatherings_of", "live_posting", "locked_report", "may_still_invite", "nearest_supervisors", "organ_to_administer", "organ_to_fill", "organ_to_see", "organ_to_supervise",
    "organ_to_write_for", "organs_administered", "organs_counted_in", "organs_of", "organs_once_called", "organs_seen", "organs_supervised",
    "assigned_to", "assignment_of_link", "assignment_to_fill", "assignment_to_manage", "assignments_in", "hash_of", "locked_assignment",
    "key_of", "keys_of", "organs_parcelled", "parcel_file_of", "parcel_of", "parcel_report_of", "parcels_of",
    "received_from",
    "people_of", "person_name", "person_to_administer", "picture_to_read", "posting_of", "powers_over",
    "may_count_register", "previous_document", "register_of", "register_to_count", "register_to_read",
    "registers_counted_by", "registers_worked_in", "remember_roles", "report_of", "report_taken", "report_to_edit", "report_to_edit_with", "report_to_fill",
    "report_to_print", "report_to_read", "report_to_write", "report_with", "reports_of",
    "reports_supervised", "reports_to_check", "reports_to_export", "reports_to_fill", "reports_to_judge",
    "reports_to_publish", "reports_to_sign", "parts_to_take", "reports_to_say_kind_of", "rectifications_supervised", "rectifications_to_answer", "rectifications_to_settle", "remarks_to_answer", "remarks_to_settle", "organs_to_begin", "roles_of", "roles_over", "states",
    "supervisor_paths", "supervises_anything", "supervisors_of", "trees_administered", "trees_supervised",
]  # fmt: skip
