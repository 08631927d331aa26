"""A way from /beheer/ to the reported messages, which are read on the site itself."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from network.members.leaders import is_leader


class ReportedMessagesItem(MenuItem):
    """Shown to conversation leaders only (DECISIONS 35)."""

    def is_shown(self, request) -> bool:
        return is_leader(request.user)


@hooks.register("register_admin_menu_item")
def reported_messages_menu_item() -> MenuItem:
    """Add the desk to the menu."""
    return ReportedMessagesItem(
        _("Reported messages"),
        reverse_lazy("initiative_conversations:list"),
        name="reported-messages",
        icon_name="comment",
        order=391,
    )
