"""The list of members, with filters that tell nothing of what is hidden."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.directory.facets import Chip, Filtered, address, filtered
from network.directory.forms import FILTERS, DirectoryForm
from network.directory.querysets import (
    Pinned,
    by_name,
    helping_with,
    holding_words,
    in_order_of,
    listed,
    most_help_first,
    pinned,
    sight_of,
)
from network.directory.states import Look, Scope
from network.members.models import Member
from network.members.profiles import ProfileView, profile_for
from network.members.viewers import viewer_of
from network.vocabulary.models import HelpTopic
from portal.shared.audiences.rules import Viewer
from portal.shared.limits.views import paced_people

PER_PAGE = 24
# Asked for by one reader in their own words: not everyone that a filter can count.
NOT_WHOLE = {"q", "mij"}


class CountedPaginator(Paginator):
    """A paginator that knows its length from the query that counted the filters."""

    def __init__(self, rows: QuerySet, total: int):
        super().__init__(rows, PER_PAGE)
        self.count = total


@dataclass(frozen=True)
class Found:
    """One person in the list; `reason` says in words why they can help whoever looks."""

    profile: ProfileView
    meta: str
    reason: str


@require_safe
@paced_people
def directory(request: HttpRequest) -> HttpResponse:
    """Show the members this viewer may see, by filters and words, by name."""
    viewer, today = viewer_of(request), timezone.localdate()
    asked = DirectoryForm(request.GET).asked()
    wishes = list(request.user.seeks.all()) if viewer.is_member else []
    if not viewer.is_member:
        asked.pop("mij", None)
    sight = sight_of(viewer)
    begun = _people(asked, wishes, sight, asker_key=viewer.member_key or "", on=today)
    chosen = {name: value for name, value in asked.items() if name in FILTERS}
    kept = {name: value for name, value in asked.items() if name not in FILTERS}
    result = filtered(begun, chosen, kept, viewer=sight, on=today)
    page = _page(result, request.GET.get("pagina"))
    is_helping = asked.get("mij") == "helpen"
    context = {
        "page_obj": page,
        "found": [_found(member, wishes if is_helping else [], viewer, on=today) for member in page.object_list],
        "query": asked.get("q", ""),
        "kept": {name: value for name, value in asked.items() if name != "q"},
        "groups": result.groups,
        "chips": _chips(asked, chosen, kept, result),
        "list_url": reverse("directory:list"),
        "base_query": urlencode(asked),
        "look": asked.get("weergave", Look.LIST.value),
        "looks": _looks(asked),
        "help": _help(asked, chosen, kept, wishes, viewer),
        "is_helping": is_helping,
        "wishes": get_text_list([topic.name for topic in wishes], _("and")),
        "sign_in_url": "" if viewer.is_signed_in else _sign_in_url(request),
        "is_member": viewer.is_member,
    }
    context["empty"] = None if context["found"] else _empty(context, asked)
    return render(request, "network/directory/list.html", context)


def _people(asked: dict[str, str], wishes: list[HelpTopic], viewer: Viewer, *, asker_key: str, on: date) -> Pinned:
    people, order = listed(viewer, on=on), by_name
    if not asked.keys() & NOT_WHOLE:
        return Pinned(people, Scope.WHOLE)
    if "q" in asked:
        people = holding_words(people, asked["q"], viewer, on=on)
    if "mij" in asked:
        topics = [topic.pk for topic in wishes]
        people = helping_with(people, topics, viewer, asker_key=asker_key, on=on)
        order = partial(most_help_first, topic_ids=topics)
    return pinned(people, order)


def _page(result: Filtered, number: str | None) -> Page:
    if result.keys is None:
        return CountedPaginator(result.people.with_profile(), result.total).get_page(number)
    page = Paginator(result.keys, PER_PAGE).get_page(number)
    page.object_list = in_order_of(page.object_list, Member.objects.with_profile())
    return page


def _found(member: Member, wishes: list[HelpTopic], viewer: Viewer, *, on: date) -> Found:
    profile = profile_for(viewer, member, on=on)
    schools = [str(school) for school in profile.institutions]
    provinces = dict.fromkeys(school.province for school in profile.institutions)
    shared = [topic.name for topic in profile.helps_with if topic in wishes]
    reason = ""
    if shared:
        reason = _("You look for help with %(topics)s. That is what %(name)s helps with.") % {
            "topics": get_text_list(shared, _("and")),
            "name": profile.name,
        }
    return Found(
        profile=profile,
        meta=" · ".join(filter(None, (profile.title, ", ".join(schools), ", ".join(provinces)))),
        reason=reason,
    )


def _chips(asked: dict[str, str], chosen: dict[str, str], kept: dict[str, str], result: Filtered) -> list[Chip]:
    chips = list(result.chips)
    if "mij" in asked:
        chips.insert(0, Chip(_("Can help me"), address(chosen, _without(kept, "mij"))))
    if "q" in asked:
        chips.insert(0, Chip(f"“{asked['q']}”", address(chosen, _without(kept, "q"))))
    return chips


def _looks(asked: dict[str, str]) -> list[dict[str, object]]:
    now = asked.get("weergave", Look.LIST.value)
    return [
        {"text": look.label, "url": f"?{urlencode({**asked, 'weergave': look.value})}", "is_active": look.value == now}
        for look in Look
    ]


def _help(
    asked: dict[str, str], chosen: dict[str, str], kept: dict[str, str], wishes: list[HelpTopic], viewer: Viewer
) -> dict[str, str] | None:
    """Give the way to "who can help me": the list of them, or first saying what one looks for."""
    if not viewer.is_member or "mij" in asked:
        return None
    if not wishes:
        return {"url": reverse("members:edit_profile"), "text": _("Say what you look for help with")}
    return {"url": address(chosen, {**kept, "mij": "helpen"}), "text": _("Who can help me?")}


def _empty(context: dict, asked: dict[str, str]) -> dict[str, object]:
    """Say why nobody is shown, and what to do; it reads the same whether or not there are hidden people."""
    all_people = {"url": context["list_url"], "text": _("Show all members")}
    sign_in = {"url": context["sign_in_url"], "text": _("Sign in")}
    profile = {"url": reverse("members:edit_profile"), "text": _("Change what you look for")}
    if context["is_helping"]:
        text = _(
            "Nobody says yet that they help with what you look for. Choose a broader topic, or look at all members."
        )
        return {"title": _("Nobody fits yet"), "text": text, "actions": [profile, all_people]}
    if asked.keys() - {"weergave"}:
        text = _("Take a filter away, or use another word. Names, subjects and schools all work.")
        actions = [all_people, *([sign_in] if sign_in["url"] else [])]
        return {"title": _("Nobody fits all of this"), "text": text, "actions": actions}
    text = _("Most members show themselves to members only.")
    return {"title": _("Nobody shows themselves here"), "text": text, "actions": [sign_in] if sign_in["url"] else []}


def _without(values: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if key != name}


def _sign_in_url(request: HttpRequest) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
