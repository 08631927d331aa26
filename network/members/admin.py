"""People in /beheer/users/: found by name or address, written through the actions, never deleted there."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views.bulk_actions import SetActiveStateBulkAction
from wagtail.users.views.users import CreateView, EditView, IndexView, UserColumn, UserViewSet

from network.members.actions import deactivate_member, reactivate_member, record_member
from network.members.admin_forms import MemberCreationForm, MemberEditForm
from network.members.models import Member


class MemberIndexView(IndexView):
    """The list; sorts the Dutch way and searches in name and address."""

    search_fields = ("given_name", "family_name", "email")
    default_ordering = "sort_name"

    @cached_property
    def columns(self) -> list[Column]:
        """Name, address, standing, whether they can sign in, and when they last did."""
        return [
            UserColumn(
                "name", accessor=str, label=_("Name"), sort_key="sort_name", get_url=self.get_edit_url, classname="name"
            ),
            Column("email", label=_("E-mail address"), sort_key="email", width="30%"),
            Column(
                "standing", accessor="get_standing_display", label=_("Membership"), sort_key="standing", width="12%"
            ),
            BooleanColumn("is_active", label=_("Can sign in"), sort_key="is_active", width="10%"),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login", width="15%"),
        ]

    def order_queryset(self, queryset: QuerySet[Member]) -> QuerySet[Member]:
        """Leave out the parent's columns for first and last name, which members don't have."""
        return queryset.order_by(self.ordering, "pk") if isinstance(self.ordering, str) else queryset

    def get_delete_url(self, instance: Member) -> None:
        """Offer no deletion: a person is erased everywhere at once or not at all (DECISIONS 7)."""
        return


class _SavesThroughActions:
    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        # Only an operator makes operators: else the right to edit people would be the right to everything.
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form

    def save_instance(self) -> Member:
        values = dict(self.form.cleaned_data)
        values["groups"] = list(values["groups"])
        return record_member(member=self.stored_member(), at=timezone.now(), **values)


class MemberCreateView(_SavesThroughActions, CreateView):
    """Add someone, who sets a password or signs in by code."""

    def stored_member(self) -> None:
        return None


class MemberEditView(_SavesThroughActions, EditView):
    """Change someone's name, address, standing or rights."""

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    def dispatch(self, request, *args, **kwargs):
        """Keep operators out of others' hands: whoever changes their address could sign in as them."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def stored_member(self) -> Member:
        # The form has written its values on its own object; the action compares with what is stored.
        return Member.objects.get(pk=self.object.pk)


class MemberViewSet(UserViewSet):
    """Wagtail's user pages for Member."""

    index_view_class = MemberIndexView
    add_view_class = MemberCreateView
    edit_view_class = MemberEditView
    ordering = "sort_name"
    copy_view_enabled = False
    create_template_name = "network/admin/member_create.html"
    edit_template_name = "network/admin/member_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[MemberCreationForm] | type[MemberEditForm]:
        return MemberEditForm if for_update else MemberCreationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out the address of deletion."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]


class CloseLoginsBulkAction(SetActiveStateBulkAction):
    """Close or open the logins of several people, by the same actions as one by one: pages and search follow."""

    def check_perm(self, obj: Member) -> bool:
        """Keep operators out of others' hands here too."""
        return super().check_perm(obj) and (self.request.user.is_superuser or not obj.is_superuser)

    @classmethod
    def execute_action(cls, objects, mark_as_active=False, user=None, **kwargs) -> tuple[int, int]:
        """Close or open each login but one's own."""
        act = reactivate_member if mark_as_active else deactivate_member
        people = [member for member in objects if user is None or member.pk != user.pk]
        for member in people:
            act(member=member)
        return len(people), 0
