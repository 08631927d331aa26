"""What search may know of people: one entry per audience slice, each through `profile_for` (DECISIONS 11)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.members.models import Member
from network.members.profiles import ProfileView, audiences_of, profile_for, subject_of
from network.members.rules import names_in, roles_in
from portal.shared.audiences.rules import EVERYONE_SLICE, MEMBERS_SLICE, Viewer, institution_slice
from portal.shared.audiences.states import Audience
from search.index.drafts import EntryDraft, FacetValue
from search.index.registry import Offered, Searchable

KIND = "persoon"

# Nobody's key: these stand for all viewers of a slice, never for the member in person.
_NOBODY = ""


def entries_for(member: Member, *, on: date | None = None) -> list[EntryDraft]:
    """Give what the viewers of each slice may find of a member; none for who is no member or can't sign in.

    A wider slice gets its own entry only when its viewers see more.

    Parameters:
        member: Whom; with `with_profile()` when there are many.
        on: Today, unless a test says otherwise.
    """
    on = on or timezone.localdate()
    drafts: list[EntryDraft] = []
    for slice_name, viewer in _stand_ins(member, on=on):
        profile = profile_for(viewer, member, on=on)
        if not profile.is_visible:
            continue
        draft = _draft(profile, slice_name)
        if not drafts or replace(draft, slice=drafts[-1].slice) != drafts[-1]:
            drafts.append(draft)
    return drafts


def all_members() -> Iterable[Member]:
    """Give everyone there may be an entry of, with what the entries read."""
    return Member.objects.members().with_profile()


def visible_keys(keys: Collection[str], viewer: Viewer) -> set[str]:
    """Give those of the keys that this viewer may see right now, in one query."""
    people = Member.objects.filter(key__in=keys).with_field_visible_to("name", viewer, on=timezone.localdate())
    return set(people.values_list("key", flat=True))


def _stand_ins(member: Member, *, on: date) -> list[tuple[str, Viewer]]:
    stand_ins = [
        (EVERYONE_SLICE, Viewer.anonymous()),
        (MEMBERS_SLICE, Viewer(member_key=_NOBODY, is_member=True)),
    ]
    if Audience.INSTITUTION in audiences_of(member).values():
        stand_ins += [
            (
                institution_slice(pk),
                Viewer(member_key=_NOBODY, is_member=True, institution_ids=frozenset({pk})),
            )
            for pk in sorted(subject_of(member, on=on).institution_ids)
        ]
    return stand_ins


def _draft(profile: ProfileView, slice_name: str) -> EntryDraft:
    schools = profile.institutions
    helps, seeks = [topic.name for topic in profile.helps_with], [topic.name for topic in profile.seeks]
    teams = [place.team for place in profile.workplaces if place.team]
    body = (profile.about, ", ".join(helps), ", ".join(seeks), profile.seeks_note, ", ".join(teams))
    return EntryDraft(
        slice=slice_name,
        title=profile.name,
        url=profile.url,
        summary=" · ".join(filter(None, (profile.title, ", ".join(str(school) for school in schools)))),
        body="\n".join(filter(None, body)),
        names=(*roles_in(profile.title), *names_in(profile.name)),
        keywords=tuple(filter(None, (*helps, *seeks, *(place for school in schools for place in school.places)))),
        themes=tuple(FacetValue(theme.slug, theme.name) for theme in profile.themes),
        institutions=tuple(FacetValue(school.slug, str(school)) for school in schools),
        people=(profile.key,),
        # Who asks for a subject reads about it first; a name or a role still comes above all.
        boost=0.8,
    )


SEARCHABLE = Searchable(
    kind=KIND,
    label=_("person"),
    label_plural=_("people"),
    key_of=lambda member: member.key,
    entries_for=entries_for,
    all_objects=all_members,
    visible_keys=visible_keys,
    has_meaning=False,
    is_related=False,
    shows_related=False,
    card_template="network/members/hit.html",
    offered=Offered.PEOPLE,
)
