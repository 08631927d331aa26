"""Choosing a findable thing of any kind in /beheer/: by words, or by its address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from portal.shared.audiences.rules import Viewer
from search.index import registry
from search.index.models import Entry
from search.index.visibility import visible_entries
from search.promoted.rules import kind_and_key, thing_of
from search.results.queries import answer
from search.results.viewers import viewer_of_request

MOST_FOUND = 20
# Whoever reads the form of a promotion sees of its things what any member may see.
ANY_MEMBER = Viewer(member_key="any", is_member=True)


@dataclass(frozen=True, slots=True)
class Thing:
    """One findable thing; `pk` is how a promotion keeps it."""

    pk: str
    title: str
    kind_label: str
    url: str

    def __str__(self) -> str:
        return f"{self.title} ({self.kind_label})" if self.kind_label else self.title


def _thing(entry: Entry) -> Thing:
    label = str(registry.searchable_of(entry.kind).label)
    return Thing(thing_of(entry.kind, entry.object_key), entry.title, label, entry.url)


def things(keys: list[str], viewer: Viewer) -> dict[str, Thing]:
    """Give those of the things that exist and the viewer may see, by their keys."""
    found = Entry.objects.of_objects([kind_and_key(key) for key in keys], viewer.slices())
    return {thing.pk: thing for thing in map(_thing, visible_entries(list(found), viewer))}


def find_things(text: str, viewer: Viewer) -> list[Thing]:
    """Find things by words, by an address of the portal, or without either: what was published last."""
    entries = Entry.objects.for_slices(viewer.slices())
    text = text.strip()
    if not text:
        newest = entries.exclude(published_at=None).order_by("-published_at", "-pk")[:MOST_FOUND]
        return [_thing(entry) for entry in visible_entries(list(newest), viewer)]
    if text.startswith("/") or text.casefold().startswith(("http://", "https://")):
        at_address = entries.filter(url=_path_of(text))[:MOST_FOUND]
        return [_thing(entry) for entry in visible_entries(list(at_address), viewer)]
    return [
        Thing(thing_of(hit.kind, hit.object_key), hit.title, str(hit.kind_label), hit.url)
        for hit in answer(text, viewer=viewer).hits
    ]


def _path_of(address: str) -> str | None:
    """Give the path of an address; nothing for one that is none, e.g. with half of a bracketed host."""
    try:
        return urlsplit(address).path or None
    except ValueError:
        return None


class ThingFilterForm(BaseFilterForm):
    """What the list is narrowed to."""

    # What the page shows of a search; the form says it once it is valid.
    search_query, is_searching = "", False

    q = forms.CharField(
        label=gettext_lazy("Words or address"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example: portfolio, a name, or /verhalen/een-verhaal/"),
    )

    def filter(self, objects):
        """Say what was searched for; the view does the finding."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return objects


class _OfPromoters:
    """For who may change promotions; nothing is made in the chooser, and it lists what its reader may see."""

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not (request.user.has_perm("search.add_promotion") or request.user.has_perm("search.change_promotion")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def can_create(self) -> bool:
        return False


class _FindsThings(_OfPromoters):
    filter_form_class = ThingFilterForm
    results_template_name = "search/admin/things.html"
    per_page = MOST_FOUND

    def get_results_page(self, request: HttpRequest):
        found = []
        if self.filter_form.is_valid():
            self.filter_form.filter([])
            found = find_things(self.filter_form.search_query, viewer_of_request(request))
        self.paginator = self.paginator_class(found, per_page=self.per_page)
        return self.paginator.get_page(request.GET.get("p"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"is_readable": self.filter_form.is_valid()}

    @property
    def columns(self):
        title = self.title_column
        title.accessor = "title"
        return [title, Column("kind_label", label=_("Kind")), Column("url", label=_("Address"))]


class ThingChooseView(_FindsThings, ChooseView):
    pass


class ThingResultsView(_FindsThings, ChooseResultsView):
    pass


class ThingChosenView(_OfPromoters, ChosenView):
    def get_object(self, pk):
        found = things([pk], viewer_of_request(self.request))
        if pk not in found:
            raise ObjectDoesNotExist
        return found[pk]

    def get_edit_item_url(self, instance):
        return instance.url


class ThingsChosenView(_OfPromoters, ChosenMultipleView):
    def get_objects(self, pks):
        return list(things(pks[:MOST_FOUND], viewer_of_request(self.request)).values())

    def get_edit_item_url(self, instance):
        return instance.url


class ThingWidget(BaseChooser):
    """Shows the title of what was chosen, or that it can't be found any more."""

    model = Thing
    icon = "search"

    def get_instance(self, value):
        """Give the thing of a key, as any member sees it."""
        if not value:
            return None
        gone = Thing(value, _("Not found any more, or not for every member"), "", "")
        return things([value], ANY_MEMBER).get(value, gone)

    def get_value_data_from_instance(self, instance):
        """Give what the field shows; the link leads to the thing itself."""
        return {"id": instance.pk, "edit_url": instance.url, self.display_title_key: self.get_display_title(instance)}


class ThingChooserViewSet(ChooserViewSet):
    model = Thing
    icon = "search"
    choose_one_text = gettext_lazy("Choose what stands above the results")
    choose_another_text = gettext_lazy("Choose something else")
    edit_item_text = gettext_lazy("Look at it on the site")
    page_title = gettext_lazy("Choose something that can be found")
    choose_view_class = ThingChooseView
    choose_results_view_class = ThingResultsView
    chosen_view_class = ThingChosenView
    chosen_multiple_view_class = ThingsChosenView
    base_widget_class = ThingWidget
    register_widget = False

    def get_urlpatterns(self):
        """Leave out the address that makes a new thing."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


THING_CHOOSER = ThingChooserViewSet("thing_chooser", url_prefix="uitgelicht/kiezen")
