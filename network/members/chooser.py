"""Choosing a member in a form of /beheer/: by name, ten at a time, as a list of everyone would be as long as the site.

Every field of a form that names a member gets it.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from network.members.models import Member
from network.members.profiles import profile_for
from network.members.viewers import viewer_of
from search.dutch.words import fold


class MemberFilterForm(BaseFilterForm):
    """What the list is narrowed to."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)

    def filter(self, objects: QuerySet[Member]) -> QuerySet[Member]:
        """Keep who has every word in their name."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in fold(self.search_query).split():
            objects = objects.filter(sort_name__contains=word)
        return objects


class _OfPageEditors:
    """For who makes or changes pages; nobody is made in the chooser."""

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not policy_registry.get_by_type(Page).user_has_any_permission(request.user, {"add", "change", "publish"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def can_create(self) -> bool:
        return False


class _ListsMembers(_OfPageEditors):
    filter_form_class = MemberFilterForm
    ordering = ("sort_name", "pk")

    def get_object_list(self) -> QuerySet[Member]:
        return Member.objects.members().with_byline()

    @cached_property
    def columns(self) -> list[Column]:
        """The name, and the school as far as the editor may see it: names alone don't tell people apart."""
        viewer, today = viewer_of(self.request), timezone.localdate()

        def schools(member: Member) -> str:
            profile = profile_for(viewer, member, on=today, is_brief=True)
            return ", ".join(str(school) for school in profile.institutions)

        name = self.title_column
        name.label = _("Name")
        return [name, Column("schools", label=_("School"), accessor=schools)]


class MemberChooseView(_ListsMembers, ChooseView):
    pass


class MemberResultsView(_ListsMembers, ChooseResultsView):
    pass


class MemberChosenView(_OfPageEditors, ChosenView):
    pass


class MembersChosenView(_OfPageEditors, ChosenMultipleView):
    pass


class MemberChooserViewSet(ChooserViewSet):
    model = Member
    icon = "user"
    choose_one_text = _("Choose a member")
    choose_another_text = _("Choose another member")
    edit_item_text = _("Edit this member")
    choose_view_class = MemberChooseView
    choose_results_view_class = MemberResultsView
    chosen_view_class = MemberChosenView
    chosen_multiple_view_class = MembersChosenView

    def get_urlpatterns(self):
        """Leave out the address that makes a new one."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


MEMBER_CHOOSER = MemberChooserViewSet("member_chooser", url_prefix="leden/kiezen")
