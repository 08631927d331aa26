"""A way from /beheer/ to the conversation leaders' desk, which is part of the site itself."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from network.members.leaders import is_leader


class ConversationsItem(MenuItem):
    """Shown to conversation leaders only; who approves texts does not get it by that (DECISIONS 35)."""

    def is_shown(self, request) -> bool:
        return is_leader(request.user)


@hooks.register("register_admin_menu_item")
def conversations_menu_item() -> MenuItem:
    """Add the desk to the menu."""
    return ConversationsItem(
        _("Reported reactions"),
        reverse_lazy("conversations:list"),
        name="reported-reactions",
        icon_name="comment",
        order=390,
    )
