"""Django's admin: organs, people and who works where."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from reports.models import Membership, Organ
from reportsite.accounts.admin import LoginSafety


class MembershipInline(admin.TabularInline):
    """The organs a person writes for, or an organ's people."""

    model = Membership
    extra = 1
    autocomplete_fields = ["user", "organ"]


@admin.register(Organ)
class OrganAdmin(admin.ModelAdmin):
    """Organs with their people."""

    list_display = ["name", "type", "code"]
    list_filter = ["type"]
    search_fields = ["name", "code"]
    # The place in the tree is set by importing, never by typing a path.
    fields = ["name", "type", "code", "region", "contact", "phone"]
    inlines = [MembershipInline]

    def has_delete_permission(self, request, obj=None) -> bool:
        """Only an organ without any below it: the tree would take those along, unasked."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_leaf())


# One at a time, each asked for and each in the audit.
admin.site.disable_action("delete_selected")
admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(LoginSafety, UserAdmin):
    """People with their organs."""

    inlines = [MembershipInline]


admin.site.site_header = admin.site.site_title = "年报后台管理"
