"""The audit log in /beheer/: who did what to what, and when; for the programme team and operators.

The log holds keys; names are looked up while the page is made, so that who is erased has none here either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import django_filters
from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from network.members.viewers import viewer_of
from network.models import Institution, Member
from portal.shared.audit_log.models import AuditLine
from portal.shared.audit_log.registry import audit_kinds
from portal.shared.audit_log.states import ActorKind
from portal.shared.exports.listings import SafeSpreadsheetMixin

MEMBER, INSTITUTION = "member", "institution"
# Nobody's name has more, and each is a condition of its own, of which a database takes so many.
MOST_WORDS = 10
THINGS = {
    MEMBER: gettext_lazy("Person"),
    INSTITUTION: gettext_lazy("School"),
    "affiliation": gettext_lazy("Work at a school"),
    "answer": gettext_lazy("Answer"),
    "application_message": gettext_lazy("Message in an application"),
    "calendar_feed": gettext_lazy("Calendar feed"),
    "cohort_note": gettext_lazy("Note in a peer course"),
    "dossier": gettext_lazy("Dossier"),
    "evidence": gettext_lazy("Evidence"),
    "initiative": gettext_lazy("Joint action"),
    "initiative_message": gettext_lazy("Message in a joint action"),
    "invitation": gettext_lazy("Invitation"),
    "job": gettext_lazy("Periodic job"),
    "list": gettext_lazy("List"),
    "mail": gettext_lazy("Mail"),
    "message": gettext_lazy("Message"),
    "occurrence": gettext_lazy("Date"),
    "page": gettext_lazy("Page"),
    "placement": gettext_lazy("Exchange placement"),
    "purpose": gettext_lazy("Mails of one purpose"),
    "question": gettext_lazy("Question"),
    "reaction": gettext_lazy("Reaction"),
    "registration": gettext_lazy("Registration"),
    "series_booking": gettext_lazy("Registration for a series"),
    "task": gettext_lazy("Task"),
}
MORE = {
    "added": gettext_lazy("added"),
    "done": gettext_lazy("done"),
    "filters": gettext_lazy("filtered by"),
    "form": gettext_lazy("as"),
    "into": gettext_lazy("into"),
    "is_operator": gettext_lazy("may do everything"),
    "number": gettext_lazy("number"),
    "removed": gettext_lazy("removed"),
    "school": gettext_lazy("school"),
    "staff": gettext_lazy("domains of staff"),
    "standing": gettext_lazy("now"),
    "step": gettext_lazy("step"),
    "until": gettext_lazy("until"),
}


def may_read(request: HttpRequest) -> bool:
    """Say whether someone reads the audit log: the programme team, and operators."""
    return request.user.is_superuser or viewer_of(request).is_programme_team


def _members_called(words: str) -> list[str]:
    """Give the keys of the people with all of these words in their name; an address or a key is whole."""
    found = Member.objects.all()
    for word in words.split()[:MOST_WORDS]:
        names = Q(given_name__icontains=word) | Q(name_prefix__icontains=word) | Q(family_name__icontains=word)
        found = found.filter(names | Q(email__iexact=word) | Q(key=word))
    return list(found.order_by().values_list("key", flat=True))


class AuditFilterSet(WagtailFilterSet):
    """Who, what, about whom or what, and when."""

    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Period"), widget=DateRangePickerWidget)
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("What was done"),
        choices=lambda: sorted(((kind.name, str(kind.label)) for kind in audit_kinds), key=lambda pair: pair[1]),
        empty_label=gettext_lazy("All"),
        widget=forms.Select,
    )
    who = django_filters.CharFilter(label=gettext_lazy("By whom (name or address)"), method="keep_who")
    about = django_filters.CharFilter(
        label=gettext_lazy("About whom or what (name, address or key)"), method="keep_about"
    )
    actor_kind = django_filters.ChoiceFilter(
        label=gettext_lazy("By"),
        choices=ActorKind.choices,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = AuditLine
        fields: list[str] = []

    def keep_who(self, rows, _name, value):
        """Keep what was done by people of this name."""
        return rows.by(*_members_called(value))

    def keep_about(self, rows, _name, value):
        """Keep what was done to people of this name, or to a thing with this key."""
        return rows.filter(Q(object_kind=MEMBER, object_key__in=_members_called(value)) | Q(object_key=value.strip()))


@dataclass(frozen=True)
class AuditRow:
    """One line as it is read; `url` is where the person or school is looked after, or empty."""

    at: datetime
    what: str
    who: str
    about: str
    url: str
    more: str
    who_key: str
    about_key: str


def _thing(kind: str) -> str:
    if kind in THINGS:
        return str(THINGS[kind])
    app, _dot, model = kind.partition(".")
    try:
        return str(apps.get_model(app, model)._meta.verbose_name).capitalize() if model else kind
    except LookupError:
        return kind


def _more(data: Mapping[str, object]) -> str:
    def words(value: object) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    return "; ".join(f"{MORE.get(name, name)}: {words(value)}" for name, value in data.items() if value not in ("", []))


def rows_of(lines: Iterable[AuditLine]) -> list[AuditRow]:
    """Give lines as they are read, in two queries however many there are."""
    lines = list(lines)
    keys = {line.actor_key for line in lines} | {line.object_key for line in lines if line.object_kind == MEMBER}
    members = {member.key: member for member in Member.objects.filter(key__in=keys - {""})}
    slugs = [line.object_key for line in lines if line.object_kind == INSTITUTION]
    schools = {school.slug: school for school in Institution.objects.filter(slug__in=slugs)}
    return [_row(line, members, schools) for line in lines]


def _row(line: AuditLine, members: Mapping[str, Member], schools: Mapping[str, Institution]) -> AuditRow:
    actor, about, url = members.get(line.actor_key), _thing(line.object_kind), ""
    if line.object_kind == MEMBER:
        member = members.get(line.object_key)
        about = str(member) if member else str(ActorKind.GONE.label)
        url = reverse("wagtailusers_users:edit", args=[member.pk]) if member else ""
    elif line.object_kind == INSTITUTION and line.object_key in schools:
        about = str(schools[line.object_key])
    elif line.object_kind:
        about = f"{about} {line.object_key}".strip()
    return AuditRow(
        at=line.at,
        what=str(audit_kinds.get(line.kind).label) if line.kind in audit_kinds else line.kind,
        who=str(actor) if actor else str(line.get_actor_kind_display()),
        about=about,
        url=url,
        more=_more(line.data),
        who_key=line.actor_key,
        about_key=line.object_key,
    )


class AboutColumn(Column):
    """What it was done to, with a link where there is a page of it."""

    cell_template_name = "home/editing/about_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        return super().get_cell_context_data(instance, parent_context) | {"url": instance.url, "about": instance.about}


class AuditReport(SafeSpreadsheetMixin, ReportView):
    """Every line that is kept, the newest first."""

    model = AuditLine
    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    index_url_name = "audit_report"
    index_results_url_name = "audit_report_results"
    export_filename = "auditlog"
    any_permission_required = None
    is_searchable = False
    filterset_class = AuditFilterSet
    verbose_name_plural = gettext_lazy("lines")
    columns = [
        DateColumn("at", label=gettext_lazy("When")),
        Column("what", label=gettext_lazy("What was done"), width="28%"),
        Column("who", label=gettext_lazy("By"), width="18%"),
        AboutColumn("about", label=gettext_lazy("About"), width="26%"),
        Column("more", label=gettext_lazy("More")),
    ]
    list_export = ["at", "what", "who", "who_key", "about", "about_key", "more"]
    export_headings = {column.name: column.label for column in columns} | {
        "who_key": gettext_lazy("Key of who did it"),
        "about_key": gettext_lazy("Key of what it is about"),
    }

    def dispatch(self, request, *args, **kwargs):
        """Refuse whoever is neither of the programme team nor an operator."""
        if not may_read(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def order_queryset(self, queryset):
        return queryset.order_by("-at", "-pk")

    def paginate_queryset(self, queryset, page_size):
        paginator, page, lines, has_others = super().paginate_queryset(queryset, page_size)
        page.object_list = rows_of(lines)
        return paginator, page, page.object_list, has_others

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return super().as_spreadsheet(rows_of(queryset), spreadsheet_format)

    def get_heading(self, queryset, field):
        return str(self.export_headings[field])


AUDIT_REPORTS = ((AuditReport, "auditlog"),)


class AuditMenuItem(MenuItem):
    """Shown to who reads the log."""

    def is_shown(self, request) -> bool:
        return may_read(request)


def audit_menu_item() -> AuditMenuItem:
    """Give the entry of the menu "Reports"."""
    return AuditMenuItem(
        AuditReport.page_title, reverse(AuditReport.index_url_name), name="auditlog", icon_name="history", order=890
    )
