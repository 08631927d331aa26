"""Schools in /beheer/: added, renamed, merged through the actions; never deleted (DECISIONS 5)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from network.institutions.actions import (
    add_institution,
    change_institution,
    merge_institutions,
    preview_merge,
    rename_institution,
    set_domains,
)
from network.institutions.admin_forms import PLAIN_COLUMNS, InstitutionForm, MergeForm
from network.institutions.models import Institution


class InstitutionIndexView(generic.IndexView):
    """The list; nobody deletes a school."""

    def get_delete_url(self, instance: Institution) -> None:
        """Offer no deletion."""
        return

    def get_list_more_buttons(self, instance: Institution) -> list[Button]:
        """Offer to merge a school that exists today."""
        buttons = super().get_list_more_buttons(instance)
        if instance.merged_into_id is None:
            url = reverse("institution:merge", args=[instance.pk])
            desk = reverse("institution_coordinators", args=[instance.pk])
            buttons.append(Button(_("Coordinators"), url=desk, icon_name="user", priority=20))
            buttons.append(Button(_("Merge into another school"), url=url, icon_name="link", priority=30))
        return buttons


class InstitutionCreateView(generic.CreateView):
    """Add a school."""

    def save_instance(self) -> Institution:
        """Hand the checked values to the action."""
        return add_institution(**self.form.cleaned_data)


class InstitutionEditView(generic.EditView):
    """Change a school; another name gives another address, and the old one redirects."""

    def save_instance(self) -> Institution:
        """Hand the checked values to the actions."""
        values = self.form.cleaned_data
        # The form has written its values on its own object; the actions compare with what is stored.
        institution = Institution.objects.get(pk=self.object.pk)
        change_institution(institution=institution, **{column: values[column] for column in PLAIN_COLUMNS})
        set_domains(
            institution=institution,
            staff_domains=values["staff_domains"],
            student_domains=values["student_domains"],
        )
        return rename_institution(institution=institution, name=values["name"])

    def get_delete_url(self) -> None:
        """Offer no deletion."""
        return


class InstitutionInspectView(generic.InspectView):
    """All about a school, its domains and former names."""

    def get_delete_url(self) -> None:
        """Offer no deletion."""
        return


@require_http_methods(["GET", "POST"])
def merge(request, pk: int) -> TemplateResponse:
    """Ask into which school this one goes, and do it."""
    if not request.user.has_perm("network.change_institution"):
        raise PermissionDenied
    source = get_object_or_404(Institution.objects.current(), pk=pk)
    form = MergeForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        target = merge_institutions(source=source, target=form.cleaned_data["target"])
        messages.success(
            request, _("%(source)s is now part of %(target)s.") % {"source": source.name, "target": target.name}
        )
        return redirect("institution:index")
    context = {"form": form, "source": source, "moves": preview_merge(source)}
    return TemplateResponse(request, "network/admin/institution_merge.html", context)


class InstitutionViewSet(ModelViewSet):
    """Schools in the menu group "Network"."""

    model = Institution
    menu_label = _("Schools")
    icon = "home"
    list_display = ["name", "city", "province", Column("merged_into", label=_("Merged into"))]
    list_filter = ["province", "kind", "holiday_region"]
    search_fields = ["name", "city", "former_names__name"]
    inspect_view_enabled = True
    inspect_view_fields = ["name", "slug", *PLAIN_COLUMNS, "domains", "former_names", "merged_into"]
    copy_view_enabled = False
    index_view_class = InstitutionIndexView
    add_view_class = InstitutionCreateView
    edit_view_class = InstitutionEditView
    inspect_view_class = InstitutionInspectView

    def get_form_class(self, for_update: bool = False) -> type[InstitutionForm]:
        return InstitutionForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out the address of deletion, and add that of merging."""
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]
        return [*kept, path("<int:pk>/samenvoegen/", merge, name="merge")]
