"""The health of the site in /beheer/, for operators: every check, the jobs of the clock, and tasks that failed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem

from portal.shared.health.desks import RIGHT, desk_urls
from portal.shared.health.findings import Level
from portal.shared.health.reads import look
from portal.shared.outbox.actions import leave_purpose, retry_purpose
from portal.shared.outbox.models import OutboxMail

STATUSES = {
    Level.FINE: gettext_lazy("fine"),
    Level.LATE: gettext_lazy("look at it"),
    Level.WRONG: gettext_lazy("wrong"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def health(request: HttpRequest) -> HttpResponse:
    """Show how the site is doing, and try mails again that were given up, or let them go."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request)
    context = {
        "parts": [
            {"label": one.check.label, "finding": finding, "status": STATUSES[finding.level]}
            for one in look(at=timezone.now())
            for finding in one.examination.findings
        ],
        "desks": [
            (reverse("site_clock"), _("Periodic jobs"), _("When each last ran and runs next; run one now.")),
            (reverse("site_tasks"), _("Tasks"), _("What waits for the worker, and what failed; try it again.")),
            (reverse("site_mails"), _("Mail that did not leave"), _("Mail that waits, is held or was given up.")),
        ],
        "stranded": OutboxMail.objects.stranded().by_purpose(),
        "page_title": _("Health of the site"),
        "header_icon": "cogs",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Health of the site")},
        ],
    }
    return TemplateResponse(request, "health/admin/health.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    purpose = request.POST.get("purpose", "")[:80].replace("\x00", "")
    if request.POST.get("decision") == "leave":
        left = leave_purpose(purpose=purpose)
        said = ngettext("%(number)s mail is let go.", "%(number)s mails are let go.", left)
        messages.success(request, said % {"number": left})
    elif revived := retry_purpose(purpose=purpose, at=timezone.now()):
        said = ngettext("%(number)s mail is sent again.", "%(number)s mails are sent again.", revived)
        messages.success(request, said % {"number": revived})
    else:
        messages.warning(request, _("Nothing can be sent again: the texts are gone, or the mails left already."))
    return redirect("site_health")


def admin_urls() -> list[URLPattern]:
    """Give the addresses for the hook register_admin_urls."""
    return [path("toestand/", health, name="site_health"), *desk_urls()]


class HealthMenuItem(MenuItem):
    """Shown to operators."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm(RIGHT)
