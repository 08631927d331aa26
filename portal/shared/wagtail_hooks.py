"""What the shared ground adds to the editors' pages."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from portal.shared.calendar_days.admin import SchoolHolidayViewSet
from portal.shared.health.admin import HealthMenuItem, admin_urls
from portal.shared.media.links import OpenDocumentLinkHandler
from portal.shared.outbox.admin import LookOnlyPolicy, MailIntroViewSet, OutboxMailViewSet
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.preview_admin import MailPreviewViewSet
from portal.shared.pages.links import OpenPageLinkHandler

register_permission_policy(OutboxMail, LookOnlyPolicy(OutboxMail))


class OperationsViewSetGroup(ViewSetGroup):
    menu_label = _("Mail and holidays")
    menu_icon = "mail"
    menu_order = 700
    items = (MailPreviewViewSet, MailIntroViewSet, OutboxMailViewSet, SchoolHolidayViewSet)


@hooks.register("register_admin_viewset")
def register_shared_viewsets() -> OperationsViewSetGroup:
    return OperationsViewSetGroup()


@hooks.register("register_admin_urls")
def register_health():
    return admin_urls()


@hooks.register("insert_global_admin_css")
def link_to_own_sheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/beheer.css"))


@hooks.register("register_reports_menu_item")
def show_health():
    return HealthMenuItem(_("Health of the site"), reverse("site_health"), icon_name="cogs", order=900)


# After Wagtail's own handlers, which these replace.
@hooks.register("register_rich_text_features", order=100)
def link_to_what_is_open_only(features) -> None:
    features.register_link_type(OpenPageLinkHandler)
    features.register_link_type(OpenDocumentLinkHandler)
