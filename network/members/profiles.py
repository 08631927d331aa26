"""What one viewer sees of one member. Pages, lists and search entries read people through here only."""

from dataclasses import dataclass
from datetime import date

from network.institutions.models import Institution
from network.members.models import Affiliation, Connection, Member, Portrait, portrait_of
from network.members.rules import Subject, is_current, visible_fields
from network.members.states import AffiliationState, Standing
from network.vocabulary.models import HelpTopic, Theme
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a member does or did at one school, as far as it may be seen: `institution` or `title` may be missing."""

    institution: Institution | None
    title: str
    team: str
    bank: str
    is_confirmed: bool
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The visible part of a profile; what is hidden is empty, and `visible` names the fields that are not hidden."""

    key: str
    is_own: bool
    visible: frozenset[str]
    name: str = ""
    sort_name: str = ""
    initials: str = ""
    url: str = ""
    email: str = ""
    workplaces: tuple[Workplace, ...] = ()
    history: tuple[Workplace, ...] = ()
    themes: tuple[Theme, ...] = ()
    helps_with: tuple[HelpTopic, ...] = ()
    seeks: tuple[HelpTopic, ...] = ()
    seeks_note: str = ""
    about: str = ""
    availability: str = ""
    portrait: str = ""
    portrait_alt: str = ""

    @property
    def is_visible(self) -> bool:
        """Whether the viewer may know of this person at all; if not, answer as for someone who doesn't exist."""
        return "name" in self.visible

    @property
    def title(self) -> str:
        """The functions of today on one line, e.g. "eCoach"."""
        return ", ".join(dict.fromkeys(place.title for place in self.workplaces if place.title))

    @property
    def institutions(self) -> tuple[Institution, ...]:
        """The schools of today, each once."""
        return tuple(dict.fromkeys(place.institution for place in self.workplaces if place.institution))

    @property
    def bank(self) -> str:
        """On which bank of the river the portrait stands: "ict" or "onderwijs"; empty when the function is hidden."""
        return next((place.bank for place in self.workplaces if place.bank), "")


# What a byline or a card of a person doesn't show.
NOT_IN_BRIEF = frozenset({"themes", "helps_with", "seeks", "history", "connections"})


def subject_of(member: Member, *, on: date) -> Subject:
    """Give the facts the rule of sight asks about a member; reads prefetched affiliations where there are any."""
    return Subject(
        key=member.key,
        is_listed=member.is_active and member.standing == Standing.MEMBER,
        institution_ids=frozenset(place.institution_id for place in _current(member, on=on)),
    )


def audiences_of(member: Member) -> dict[str, str]:
    """Give the member's own choices by field name; a field that is missing has its default."""
    return {row.field: row.audience for row in member.field_audiences.all()}


def profile_for(viewer: Viewer, member: Member, *, on: date, is_brief: bool = False) -> ProfileView:
    """Give what this viewer sees of this member.

    Parameters:
        viewer: Who looks.
        member: Whom; fetch lists with `visible_to` or `with_profile`, else each person costs a handful of queries.
        on: Today.
        is_brief: Leave out themes, help and history, for bylines and cards of people; fetch with `with_byline`.

    Returns:
        Only visible values; nothing but the key when the person is hidden from this viewer.

    Source: DECISIONS 15.
    """
    visible = visible_fields(choices=audiences_of(member), viewer=viewer, subject=subject_of(member, on=on))
    is_own = viewer.member_key == member.key
    if is_brief:
        visible -= NOT_IN_BRIEF
    if "name" not in visible:
        return ProfileView(key=member.key, is_own=is_own, visible=frozenset())
    portrait = portrait_of(member) if "portrait" in visible else None
    return ProfileView(
        key=member.key,
        is_own=is_own,
        visible=visible,
        portrait=portrait.get_absolute_url() if portrait else "",
        portrait_alt=portrait.alt if portrait else "",
        name=str(member),
        sort_name=member.sort_name,
        initials=member.initials,
        url=member.get_absolute_url(),
        email=member.email if "email" in visible else "",
        workplaces=tuple(filter(None, (_workplace(place, visible) for place in _current(member, on=on)))),
        history=_history(member, visible, on=on),
        themes=tuple(member.themes.all()) if "themes" in visible else (),
        helps_with=tuple(member.helps_with.all()) if "helps_with" in visible else (),
        seeks=tuple(member.seeks.all()) if "seeks" in visible else (),
        seeks_note=member.seeks_note if "seeks" in visible else "",
        about=member.about if "about" in visible else "",
        availability=member.availability if "availability" in visible else "",
    )


def connections_shown(viewer: Viewer, member: Member, *, on: date) -> list[ProfileView]:
    """Give those of a member's connections that this viewer may see, by name.

    A connection is told only where both show it to this viewer; to oneself all are told whom one may see.

    Parameters:
        viewer: Who looks.
        member: Whose connections.
        on: Today.

    Source: DECISIONS 15.
    """
    is_own = viewer.member_key == member.key
    visible = visible_fields(choices=audiences_of(member), viewer=viewer, subject=subject_of(member, on=on))
    if "connections" not in visible:
        return []
    others = Member.objects.filter(key__in=Connection.objects.accepted().keys_of_others(member))
    others = others.with_field_visible_to("name" if is_own else "connections", viewer, on=on).with_byline()
    return [profile_for(viewer, other, on=on, is_brief=True) for other in others]


def portrait_for(viewer: Viewer, key: str, *, on: date) -> Portrait | None:
    """Give a portrait with its bytes to a viewer who may see it; None as well when there is none."""
    people = Member.objects.filter(portrait__key=key).with_field_visible_to("portrait", viewer, on=on)
    return Portrait.objects.filter(member__in=people).first()


def _current(member: Member, *, on: date) -> list[Affiliation]:
    return [
        place
        for place in member.affiliations.all()
        if place.state != AffiliationState.DECLINED
        and is_current(starts_on=place.starts_on, ends_on=place.ends_on, on=on)
    ]


def _workplace(place: Affiliation, visible: frozenset[str]) -> Workplace | None:
    shows_school, shows_title = "school" in visible, "title" in visible
    if not shows_school and not shows_title:
        return None
    return Workplace(
        institution=place.institution if shows_school else None,
        title=place.title if shows_title else "",
        team=place.team if shows_title else "",
        bank=place.role.bank if shows_title and place.role else "",
        is_confirmed=shows_school and place.state == AffiliationState.CONFIRMED,
        starts_on=place.starts_on if "history" in visible else None,
        ends_on=place.ends_on if "history" in visible else None,
    )


def _history(member: Member, visible: frozenset[str], *, on: date) -> tuple[Workplace, ...]:
    if "history" not in visible:
        return ()
    past = [
        place
        for place in member.affiliations.all()
        if place.state != AffiliationState.DECLINED and place.ends_on is not None and place.ends_on < on
    ]
    shown = frozenset({"school", "title", "history"})
    places = (_workplace(place, shown) for place in sorted(past, key=lambda place: place.ends_on, reverse=True))
    return tuple(place for place in places if place is not None)
