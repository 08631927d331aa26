"""Forms of the editors' pages about schools. They check; the actions write."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from network.errors import DomainTaken
from network.institutions.models import Institution, InstitutionDomain
from network.institutions.rules import clean_domains
from network.institutions.states import DomainAudience

# What is written as it is; name and domains have actions of their own.
PLAIN_COLUMNS = (
    "label",
    "city",
    "province",
    "kind",
    "size",
    "holiday_region",
    "coach_title",
    "profile",
    "latitude",
    "longitude",
    "duo_codes",
)


class InstitutionForm(WagtailAdminModelForm):
    """One school: its name, what it is, and its mail domains."""

    staff_domains = forms.CharField(
        label=_("Mail domains of staff"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line. Whoever has an address there becomes a member."),
    )
    student_domains = forms.CharField(
        label=_("Mail domains of students"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line. Whoever has an address there does not become a member."),
    )

    class Meta:
        model = Institution
        fields = ("name", *PLAIN_COLUMNS)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            rows = list(self.instance.domains.all())
            for field, audience in _DOMAIN_FIELDS.items():
                self.initial[field] = "\n".join(row.domain for row in rows if row.audience == audience)

    def clean_staff_domains(self) -> list[str]:
        """Read the domains, and refuse those of another school."""
        return self._free(clean_domains(self.cleaned_data["staff_domains"]))

    def clean_student_domains(self) -> list[str]:
        """Read the domains, and refuse those of another school or of the staff."""
        domains = self._free(clean_domains(self.cleaned_data["student_domains"]))
        both = [domain for domain in domains if domain in self.cleaned_data.get("staff_domains", [])]
        if both:
            raise forms.ValidationError(_("A domain is for staff or for students, not for both. Remove it from one."))
        return domains

    def _free(self, domains: list[str]) -> list[str]:
        taken = InstitutionDomain.objects.filter(domain__in=domains).exclude(institution=self.instance.pk).first()
        if taken is not None:
            raise forms.ValidationError(DomainTaken(taken.domain).message)
        return domains


_DOMAIN_FIELDS = {"staff_domains": DomainAudience.STAFF, "student_domains": DomainAudience.STUDENTS}


class MergeForm(forms.Form):
    """Into which school another one goes."""

    target = forms.ModelChoiceField(
        label=_("School that carries on"), queryset=Institution.objects.none(), empty_label=_("Choose a school")
    )

    is_sure = forms.BooleanField(label=_("I checked that these are the same school now, and know it can't be undone"))

    def __init__(self, *args, source: Institution, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = Institution.objects.current().exclude(pk=source.pk)
