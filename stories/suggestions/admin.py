"""The editors' inbox in /beheer/: list, read, take up, answer, decline. Changes go through the actions only."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from stories.errors import StoriesError
from stories.suggestions.actions import answer_suggestion, decline_suggestion, take_up
from stories.suggestions.forms import AnswerForm
from stories.suggestions.models import Suggestion
from stories.suggestions.states import OPEN_STATES, SuggestionState


class EditorsRead(BasePermissionPolicy):
    """Editors look; nobody adds, changes or deletes a row by hand."""

    def user_has_permission(self, user, action):
        return action == "view" and self.user_has_any_permission(user, ["view"])

    def user_has_any_permission(self, user, actions):
        return "view" in actions and user.is_active and user.has_perm("stories.view_suggestion")

    def users_with_any_permission(self, actions):
        return self.model._meta.get_field("member").related_model.objects.none()


class InboxView(IndexView):
    """The list: what waits first."""

    default_ordering = None

    def get_base_queryset(self):
        return Suggestion.objects.for_inbox()

    def order_queryset(self, queryset):
        return queryset


class SuggestionViewSet(ModelViewSet):
    """The inbox."""

    model = Suggestion
    icon = "mail"
    menu_label = gettext_lazy("Inbox")
    menu_name = "inbox"
    menu_order = 210
    add_to_admin_menu = True
    name = "inbox"
    url_prefix = "berichten"
    index_view_class = InboxView
    list_filter = ["state", "kind"]
    search_fields = ["text", "sender_name", "sender_email"]
    form_fields: list[str] = []
    inspect_view_enabled = False
    copy_view_enabled = False
    list_display = [
        TitleColumn("__str__", label=gettext_lazy("Message"), url_name="inbox:read"),
        Column("get_state_display", label=gettext_lazy("State")),
        Column("page", label=gettext_lazy("About")),
        DateColumn("created_at", label=gettext_lazy("Received")),
    ]

    def get_urlpatterns(self):
        """Serve the list and our own pages; no form of Wagtail writes these rows."""
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("<str:pk>/", read, name="read"),
            path("<str:pk>/oppakken/", require_POST(take), name="take_up"),
            path("<str:pk>/antwoorden/", require_POST(answer), name="answer"),
            path("<str:pk>/afwijzen/", require_POST(decline), name="decline"),
        ]


def _found(request, pk: str) -> Suggestion:
    if not request.user.has_perm("stories.view_suggestion"):
        raise PermissionDenied
    if not pk.isdecimal():
        pk = "0"
    return get_object_or_404(Suggestion.objects.for_inbox(), pk=int(pk))


def _page(request, suggestion: Suggestion, form: AnswerForm, *, status: int = 200) -> TemplateResponse:
    context = {
        "suggestion": suggestion,
        "form": form,
        "is_open": suggestion.state in OPEN_STATES,
        "is_new": suggestion.state == SuggestionState.NEW,
        "page_title": str(suggestion),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("inbox:index"), "label": _("Inbox")},
            {"url": "", "label": str(suggestion)},
        ],
    }
    return TemplateResponse(request, "stories/admin/suggestion.html", context, status=status)


def read(request, pk: str):
    """Show one message, with what can be done with it."""
    return _page(request, _found(request, pk), AnswerForm())


def take(request, pk: str):
    """Take a message up."""
    suggestion = _found(request, pk)
    return _done(
        request, suggestion, _("You took it up."), lambda at: take_up(suggestion=suggestion, by=request.user, at=at)
    )


def answer(request, pk: str):
    """Send the answer."""
    return _close(request, pk, answer_suggestion, _("Your answer is on its way."))


def decline(request, pk: str):
    """Send the reason for declining."""
    return _close(request, pk, decline_suggestion, _("The sender gets your reason by mail."))


def _close(request, pk: str, action, said: str):
    suggestion, form = _found(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, suggestion, form, status=422)
    text = form.cleaned_data["answer"]
    return _done(
        request, suggestion, said, lambda at: action(suggestion=suggestion, by=request.user, answer=text, at=at)
    )


def _done(request, suggestion: Suggestion, said: str, act) -> HttpResponseRedirect:
    try:
        act(timezone.now())
    except StoriesError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("inbox:read", args=[suggestion.pk]))
