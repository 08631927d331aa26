"""The evidence desk in /beheer/: what waits first; accept, withdraw, propose. Changes go through the actions only."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from network.members.viewers import viewer_of
from portal.shared.exports.listings import SafeSpreadsheetMixin
from stories.errors import EvidenceExists, StoriesError
from stories.insights.actions import accept_evidence, propose_evidence, withdraw_evidence
from stories.insights.desk import attach_sources, desk_order, split_choice
from stories.insights.desk_forms import ProposeForm
from stories.insights.models import Evidence
from stories.insights.states import EVIDENCE_MOVES, EvidenceState, SourceKind, Verdict


class EvidenceListView(SafeSpreadsheetMixin, IndexView):
    """The list: proposed first, the longest waiting on top."""

    add_item_label = gettext_lazy("Propose evidence")
    default_ordering = None
    list_export = [
        "insight.title",
        "get_source_kind_display",
        "source_title",
        "get_verdict_display",
        "why",
        "get_state_display",
        "created_at",
        "decided_at",
    ]
    export_headings = {
        "insight.title": gettext_lazy("Insight"),
        "get_source_kind_display": gettext_lazy("Kind of source"),
        "source_title": gettext_lazy("Source"),
        "get_verdict_display": gettext_lazy("What it says"),
        "why": gettext_lazy("In one sentence"),
        "get_state_display": gettext_lazy("State"),
        "created_at": gettext_lazy("Proposed at"),
        "decided_at": gettext_lazy("Decided at"),
    }

    def order_queryset(self, queryset):
        return desk_order(queryset)

    def paginate_queryset(self, queryset, page_size):
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        page.object_list = attach_sources(rows)
        return paginator, page, page.object_list, has_others

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return super().as_spreadsheet(attach_sources(queryset), spreadsheet_format)

    def get_heading(self, queryset, field):
        return str(self.export_headings[field])


class SourceColumn(Column):
    """The source's title, linked to where readers find it."""

    cell_template_name = "stories/admin/source_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"url": instance.source_url, "title": instance.source_title}


class EvidenceViewSet(ModelViewSet):
    """The evidence desk."""

    model = Evidence
    icon = "tasks"
    menu_label = gettext_lazy("Evidence")
    menu_name = "evidence"
    menu_order = 220
    name = "evidence"
    url_prefix = "onderbouwing"
    index_view_class = EvidenceListView
    list_filter = ["state", "verdict", "source_kind", "insight"]
    search_fields = ["why", "insight__title"]
    export_filename = "onderbouwing"
    form_fields: list[str] = []
    inspect_view_enabled = False
    copy_view_enabled = False
    list_display = [
        TitleColumn(
            "insight", label=gettext_lazy("Insight"), accessor="insight.title", url_name="evidence:decide", width="26%"
        ),
        SourceColumn("source", label=gettext_lazy("Source"), width="24%"),
        Column("get_verdict_display", label=gettext_lazy("What it says")),
        Column("why", label=gettext_lazy("In one sentence"), width="26%"),
        Column("get_state_display", label=gettext_lazy("State")),
        DateColumn("created_at", label=gettext_lazy("Proposed at")),
    ]

    def get_index_view_kwargs(self, **kwargs):
        names = {"add_url_name": "evidence:propose", "edit_url_name": None, "delete_url_name": None}
        return super().get_index_view_kwargs(**names, list_export=EvidenceListView.list_export, **kwargs)

    def get_urlpatterns(self):
        """Serve the list and our own pages; no form of Wagtail writes these rows."""
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("voorstellen/", propose, name="propose"),
            path("<int:pk>/", decide, name="decide"),
        ]


STEPS = {
    EvidenceState.ACCEPTED: (accept_evidence, gettext_lazy("Accepted. It counts from now on.")),
    EvidenceState.WITHDRAWN: (withdraw_evidence, gettext_lazy("Withdrawn. It no longer counts; the row stays.")),
}


def _need(request, codename: str) -> None:
    if not request.user.has_perm(f"stories.{codename}_evidence"):
        raise PermissionDenied


def _crumbs(label: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("evidence:index"), "label": _("Evidence")},
        {"url": "", "label": label},
    ]


def decide(request, pk: int):
    """Show one piece of evidence with what can be decided; a POST decides it."""
    _need(request, "view")
    evidence = get_object_or_404(Evidence.objects.select_related("insight", "proposed_by", "decided_by"), pk=pk)
    if request.method == "POST":
        _need(request, "change")
        return _decided(request, evidence)
    moves = EVIDENCE_MOVES[EvidenceState(evidence.state)] if request.user.has_perm("stories.change_evidence") else ()
    is_own = evidence.proposed_by_id == request.user.pk
    label = str(_("Evidence for “%(insight)s”") % {"insight": evidence.insight.title})
    context = {
        "evidence": attach_sources([evidence])[0],
        "may_accept": EvidenceState.ACCEPTED in moves and not is_own,
        "may_withdraw": EvidenceState.WITHDRAWN in moves,
        "is_own": is_own and EvidenceState.ACCEPTED in moves,
        "page_title": label,
        "header_icon": "tasks",
        "breadcrumbs_items": _crumbs(label),
    }
    return TemplateResponse(request, "stories/admin/evidence.html", context)


def _decided(request, evidence: Evidence) -> HttpResponseRedirect:
    state = request.POST.get("state")
    back = HttpResponseRedirect(reverse("evidence:decide", args=[evidence.pk]))
    if state not in STEPS:
        return back
    action, said = STEPS[EvidenceState(state)]
    try:
        action(evidence=evidence, editor=request.user, at=timezone.now())
    except StoriesError as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(request, said)
    return HttpResponseRedirect(reverse("evidence:index"))


def propose(request):
    """Ask which source says what of which insight; a POST proposes it."""
    _need(request, "add")
    query = request.GET.get("zoek", "").strip()
    initial = {"source": request.GET.get("bron", ""), "insight": request.GET.get("inzicht", "")}
    form = ProposeForm(request.POST or None, viewer=viewer_of(request), query=query, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _proposed(request, form):
            return HttpResponseRedirect(reverse("evidence:index"))
        status = 422
    context = {
        "form": form,
        "query": query,
        "initial": initial,
        "page_title": _("Propose evidence"),
        "header_icon": "tasks",
        "breadcrumbs_items": _crumbs(_("Propose evidence")),
    }
    return TemplateResponse(request, "stories/admin/evidence_propose.html", context, status=status)


def _proposed(request, form: ProposeForm) -> bool:
    kind, key = split_choice(form.cleaned_data["source"])
    try:
        propose_evidence(
            insight=form.cleaned_data["insight"],
            source_kind=SourceKind(kind),
            source_key=key,
            verdict=Verdict(form.cleaned_data["verdict"]),
            why=form.cleaned_data["why"],
            member=request.user,
            at=timezone.now(),
        )
    except EvidenceExists as refusal:
        form.add_error("source", str(refusal))
        return False
    messages.success(request, _("Proposed. It counts once a colleague accepts it."))
    return True
