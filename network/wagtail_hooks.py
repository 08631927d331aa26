"""What the network adds to the editors' pages."""

from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSetGroup

from network.coordination.admin import coordinators
from network.institutions.admin import InstitutionViewSet
from network.members.admin import CloseLoginsBulkAction
from network.members.chooser import MEMBER_CHOOSER, MemberChooserViewSet
from network.members.models import Member
from network.vocabulary.admin import HelpTopicViewSet, RoleViewSet, SystemViewSet, ThemeViewSet


class NetworkViewSetGroup(ViewSetGroup):
    menu_label = _("Network")
    menu_icon = "globe"
    menu_order = 300
    items = (InstitutionViewSet, ThemeViewSet, HelpTopicViewSet, RoleViewSet, SystemViewSet)


@hooks.register("register_admin_viewset")
def register_network_viewsets() -> NetworkViewSetGroup:
    return NetworkViewSetGroup()


@hooks.register("register_admin_viewset")
def register_member_chooser() -> MemberChooserViewSet:
    return MEMBER_CHOOSER


@hooks.register("register_admin_urls")
def register_coordinator_urls() -> list:
    return [path("scholen/<int:pk>/coordinatoren/", coordinators, name="institution_coordinators")]


# After Wagtail's own of the same name, which this replaces.
hooks.register("register_bulk_action", CloseLoginsBulkAction, order=100)


@hooks.register("before_bulk_action")
def keep_people(request, action_type, objects, action_class_instance):
    """Refuse to delete people from the list: a person is erased everywhere at once or not at all (DECISIONS 7)."""
    if action_type == "delete" and action_class_instance.model is Member:
        messages.error(request, _("People are not deleted here. Take away “can sign in” to close a login."))
        return redirect("wagtailusers_users:index")
    return None
