"""Forms of a school's coordinators. They check; the actions write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.coordination.models import SchoolProfile
from network.coordination.reach import colleagues_of
from network.coordination.states import Decision
from network.institutions.models import Institution

MOST_LINKS = 4


class DecisionForm(forms.Form):
    """What the school says of someone's work."""

    decision = forms.ChoiceField(choices=Decision.choices)


class ColleagueField(forms.ModelChoiceField):
    """Someone who works at a school, by name: the function may be hidden."""

    def label_from_instance(self, obj) -> str:
        return str(obj.member)


class HandOverForm(forms.Form):
    """Who looks after the school from now on."""

    to = ColleagueField(label=_("Colleague"), queryset=None, empty_label=_("Choose a colleague"))

    def __init__(self, *args, institution: Institution, member, on, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues_of(institution, on=on).exclude(member=member)


class SchoolPageForm(forms.Form):
    """What the school's page says."""

    profile = forms.CharField(
        label=_("About the school"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("How coaching is arranged here, and what others can learn from you."),
    )
    contact = ColleagueField(
        label=_("Contact person"),
        queryset=None,
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Shown to whoever may see this colleague's profile."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP, AVIF or HEIC. Everyone sees it: choose one without people in it."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    picture_alt = forms.CharField(
        label=_("What does the picture show?"), max_length=160, required=False, help_text=_("For who can't see it.")
    )
    removes_picture = forms.BooleanField(label=_("Remove the picture"), required=False)

    def __init__(self, *args, institution: Institution, on, **kwargs) -> None:
        page = SchoolProfile.objects.filter(institution=institution).first()
        colleagues = colleagues_of(institution, on=on)
        initial = {"profile": institution.profile}
        if page is not None:
            chosen = colleagues.filter(member=page.contact_id).first() if page.contact_id else None
            initial |= {"picture_alt": page.picture_alt, "contact": chosen.pk if chosen else None}
            for place, link in enumerate(page.links[:MOST_LINKS], start=1):
                initial |= {f"link_{place}_title": link["title"], f"link_{place}_url": link["url"]}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["contact"].queryset = colleagues
        if page is None or page.picture_id is None:
            del self.fields["removes_picture"]
        for place in range(1, MOST_LINKS + 1):
            self.fields[f"link_{place}_title"] = forms.CharField(
                label=_("Text of link %(number)d") % {"number": place}, max_length=80, required=False
            )
            self.fields[f"link_{place}_url"] = forms.URLField(
                label=_("Address of link %(number)d") % {"number": place},
                max_length=300,
                required=False,
                assume_scheme="https",
            )

    def clean(self) -> dict:
        """Ask for both halves of a link, and for words with a picture."""
        values = super().clean()
        for place in range(1, MOST_LINKS + 1):
            title, url = values.get(f"link_{place}_title", ""), values.get(f"link_{place}_url", "")
            if bool(title) != bool(url) and f"link_{place}_url" not in self.errors:
                self.add_error(
                    f"link_{place}_url" if title else f"link_{place}_title",
                    _("A link needs a text and an address. Fill in both, or empty both."),
                )
        if values.get("picture") and not values.get("picture_alt"):
            self.add_error("picture_alt", _("Say what the picture shows, for who can't see it."))
        return values

    def values(self) -> dict[str, object]:
        """Give what the action asks for."""
        given = self.cleaned_data
        rows = [
            {"title": given[f"link_{place}_title"], "url": given[f"link_{place}_url"]}
            for place in range(1, MOST_LINKS + 1)
            if given.get(f"link_{place}_url")
        ]
        return {
            "profile": given["profile"],
            "contact": given["contact"].member if given["contact"] else None,
            "links": rows,
            "picture": given["picture"],
            "picture_alt": given["picture_alt"],
            "removes_picture": given.get("removes_picture", False),
        }
