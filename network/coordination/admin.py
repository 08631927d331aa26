"""Who coordinates a school, in /beheer/: named and dismissed by the programme team."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from network.coordination.actions import dismiss_coordinator, name_coordinator
from network.coordination.forms import ColleagueField
from network.institutions.models import Institution
from network.members.models import Affiliation


class CoordinatorForm(forms.Form):
    """Who gets the task, or loses it."""

    named = ColleagueField(
        label=_("New coordinator"), queryset=None, required=False, empty_label=_("Choose a colleague")
    )
    dismissed = ColleagueField(
        label=_("No longer coordinator"), queryset=None, required=False, empty_label=_("Choose a colleague")
    )

    def __init__(self, *args, institution: Institution, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        work = Affiliation.objects.current(timezone.localdate()).filter(institution=institution)
        work = work.filter(member__is_active=True).select_related("member", "role").order_by("member__sort_name", "pk")
        self.fields["named"].queryset = work.filter(is_coordinator=False)
        self.fields["dismissed"].queryset = work.filter(is_coordinator=True)


@require_http_methods(["GET", "POST"])
def coordinators(request, pk: int) -> TemplateResponse:
    """Show who coordinates a school, and change it."""
    if not request.user.has_perm("network.change_institution"):
        raise PermissionDenied
    institution = get_object_or_404(Institution.objects.current(), pk=pk)
    form = CoordinatorForm(request.POST or None, institution=institution)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["named"]:
            name_coordinator(affiliation=form.cleaned_data["named"], at=timezone.now())
        if form.cleaned_data["dismissed"]:
            dismiss_coordinator(affiliation=form.cleaned_data["dismissed"])
        messages.success(request, _("The coordinators of %(school)s are saved.") % {"school": institution})
        return redirect("institution_coordinators", pk=institution.pk)
    return TemplateResponse(
        request, "network/admin/institution_coordinators.html", {"form": form, "institution": institution}
    )
