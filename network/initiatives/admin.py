"""A way from /beheer/ to the proposals that wait, which are read on the site itself."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def proposals_menu_item() -> MenuItem:
    """Add the list of proposals to the menu; whoever may enter /beheer/ is an editor."""
    return MenuItem(
        _("Proposals for joint actions"),
        reverse_lazy("initiatives:proposals"),
        name="initiative-proposals",
        icon_name="group",
        order=395,
    )
