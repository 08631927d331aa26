"""What crosses from one subject to another (DECISIONS 13): the forms, and the registries that subjects fill.

A subject registers in its app's `ready()`; a reader loops over the registry. Objects cross as (kind, key), never as
models, because the reader may stand in a layer that can't see the model.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.rules import Viewer
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One thing that can support or contradict an insight: a story, pilot report, reflection or re-use.

    `institution_ids` are its schools, the first one first (it counts once in weight, under that school: DECISIONS 19).
    """

    kind: str
    key: str
    title: str
    url: str
    institution_ids: tuple[int, ...]
    happened_on: date
    is_public: bool


class EvidenceVerdict(models.TextChoices):
    """What one source says of an insight. For a don't, "supports" means: it is indeed better not to."""

    SUPPORTS = "supports", _("supports")
    PARTLY = "partly", _("partly")
    CONTRADICTS = "contradicts", _("contradicts")


class EvidenceSource(Protocol):
    """Gives the things of one kind that may be evidence. Registered under that kind."""

    kind: str
    label: str
    is_pilot: bool

    def find(self, keys: Sequence[str]) -> Mapping[str, EvidenceItem]:
        """Give the items of these keys, in one query; a key that is gone is left out."""

    def choices(self, query: str, viewer: Viewer) -> Sequence[EvidenceItem]:
        """Give at most 20 items this viewer may attach, best match first."""


class EvidenceHands(Protocol):
    """Knows who stands behind things of one kind that are shown without names. Registered under that kind."""

    def has_hand(self, key: str, member_key: str) -> bool:
        """Say whether this person is one of them, and so does not accept it as evidence (DECISIONS 9)."""


@dataclass(frozen=True, slots=True)
class InsightChoice:
    """One insight as other subjects know it."""

    key: str
    title: str
    url: str


class InsightDesk(Protocol):
    """Where what people found out about insights is handed in; each thing says something of one insight."""

    def choices(self, query: str, viewer: Viewer) -> Sequence[InsightChoice]:
        """Give at most 20 insights this viewer may read, with the words in title or lead."""

    def find(self, keys: Sequence[str]) -> Mapping[str, InsightChoice]:
        """Give the insights of these keys that everyone may read; one that is gone is left out."""

    def propose(
        self,
        *,
        insight_key: str,
        source_kind: str,
        source_key: str,
        verdict: EvidenceVerdict,
        why: str,
        at: datetime,
    ) -> bool:
        """Hand something in for the editors to accept, or anew when it changed, inside the caller's transaction.

        Returns:
            False when there is no such insight (any more).
        """

    def withdraw(self, *, source_kind: str, source_key: str, at: datetime) -> int:
        """Let it no longer count, inside the caller's transaction; give the number of rows that changed."""


class StoryRefused(Exception):
    """No draft can be made, or changed, now; the text is a sentence for the one who asked."""


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """A draft story as the subject knows it that gave the material. `url` is for who holds the pen."""

    page_id: int
    url: str


class StoryDesk(Protocol):
    """Where material for stories is taken up."""

    def begin(self, *, source_kind: str, source_key: str, member_key: str, at: datetime) -> StoryDraft:
        """Make a draft of waiting material (a StorySeed), held by this member, inside the caller's transaction.

        Raises:
            StoryRefused: There is no such material for this member, or no draft can be made now.
        """

    def take_out(self, *, page_id: int, sentence: str, at: datetime) -> bool:
        """Take a sentence that may not be used any more out of a draft, inside the caller's transaction.

        A draft that is with the editors comes back to who holds the pen.

        Returns:
            Whether the sentence stood in it.

        Raises:
            StoryRefused: The text is approved already, or online.
        """


class BridgeLayer(models.TextChoices):
    """What kind of tie an arc in the bridge diagram shows."""

    PLACEMENT = "placement", _("Exchange placement")
    JOINT_ACTION = "joint_action", _("Joint action")
    AUTHORSHIP = "authorship", _("Written together")
    PILOT = "pilot", _("Pilot together")
    ANSWER = "answer", _("Question answered")


class BridgeDirection(models.TextChoices):
    """Who crosses; the words on screen are those of DECISIONS 22."""

    TEACHER_TO_ICT = "teacher_to_ict", _("Teacher at the ICT team")
    ICT_TO_TEACHING = "ict_to_teaching", _("ICT colleague in the team")
    COACH_TO_COACH = "coach_to_coach", _("Coach with a coach")
    BOTH_WAYS = "both_ways", _("Both ways")


@dataclass(frozen=True, slots=True)
class Bridge:
    """One tie between two schools; both ids are equal for an exchange inside one school (a loop)."""

    from_institution_id: int
    to_institution_id: int
    layer: BridgeLayer
    direction: BridgeDirection
    label: str
    url: str
    happened_on: date


class BridgeSource(Protocol):
    """Gives the ties one subject knows of, all of them of one layer. In an exchange, the guest's school comes first."""

    layer: BridgeLayer

    def bridges(self, viewer: Viewer, *, since: date | None = None, school: int | None = None) -> Iterable[Bridge]:
        """Give the ties this viewer may see, of `since` or later, those of one school or of all, in any order."""


class InstitutionSection(Protocol):
    """Adds a part to the page of a school: its stories, meetups, places, bridges, …"""

    title: str
    template: str

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the variables of the template, or None when there is nothing to show to this viewer."""


class InitiativeSection(Protocol):
    """Adds a part to the page of a joint action: the report of a pilot, …"""

    title: str
    template: str

    def context(self, initiative_key: str, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the variables of the template, or None when there is nothing to show to this viewer."""


@dataclass(frozen=True, slots=True)
class ThemeWay:
    """One way on from a theme or a success factor: to stories, insights, people, meetups about it.

    `url` is asked with `theme` and `factor` by name, and gives an address, or nothing when it has no such list.
    """

    label: str | Promise
    url: Callable[..., str]


class InstitutionMove(Protocol):
    """Takes one kind of rows along when a school goes into another one (DECISIONS 5).

    `relations` names what it moves, as "app.Model.field"; a test fails for a relation to a school that nobody moves.
    """

    label: str
    relations: Sequence[str]

    def count(self, institution_id: int) -> int:
        """Give how many rows hang on this school, for the preview."""

    def move(self, source_id: int, target_id: int) -> None:
        """Hang them on the other school, inside the caller's transaction, in which both schools are locked."""


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One thing that waits for someone, with its deadline and its one button (PRODUCT, "/mijn/")."""

    key: str
    title: str
    url: str
    button: str
    deadline_at: datetime | None = None
    explanation: str = ""


class TodoSource(Protocol):
    """Gives what waits for a member in one subject.

    `/mijn/` asks some thirty of these, of which one member has a few. Where what waits is found by the member, a source
    also has `glance` (`glances.Glanced`): the conditions of its rows, which are asked of all sources in one query, so
    that `todos` is called only for who has something. What is for a role (moderators, conversation leaders, editors)
    is a source of its own, which asks `member.group_names` or the viewer before it asks the database.
    """

    def todos(self, member: Any, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the open items of this member, in any order; `todo_order` sorts them.

        Parameters:
            member: The active member who looks, as the request holds it, so that no subject has to read it again.
            viewer: The same person, as rules know them.
            at: Now.
        """


class OwnSection(Protocol):
    """Adds a part to `/mijn/` below what waits: my people, what is new in what I follow, my coming dates, …

    A part that not everyone has gives a `glance`, as a source of todos does. It reads only the columns it shows: with
    all columns of a page, Django takes longer to write the query than the database to answer it.
    """

    title: str
    template: str

    def context(self, member: Any, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the variables of the template, or None when there is nothing to show to this member.

        Parameters:
            member: The active member who looks, as the request holds it.
            viewer: The same person, as rules know them.
            at: Now.
        """


@dataclass(frozen=True, slots=True)
class ProfileOffer:
    """One thing to do with a person, offered on their profile; `state` stands instead of a link when it is done."""

    text: str
    url: str = ""
    state: str = ""


class ProfileOffers(Protocol):
    """Says what someone who sees a profile can do with that person."""

    def offers(self, member_key: str, viewer: Viewer) -> Iterable[ProfileOffer]:
        """Give the offers, the most important one first; none to the person themselves."""


@dataclass(frozen=True, slots=True)
class DateSuggestion:
    """One date someone could come to, offered to a new member; `reason` says why this one, as a whole sentence."""

    title: str
    url: str
    starts_at: datetime
    place: str = ""
    reason: str = ""


class DateSource(Protocol):
    """Gives dates a member can still sign up for (meetups, training, …)."""

    def coming(self, member_key: str, viewer: Viewer, *, at: datetime) -> Iterable[DateSuggestion]:
        """Give at most three dates that suit this member, the best one first."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file in the export of everything about a person; the path is relative and has no dots in it."""

    path: PurePosixPath
    content: bytes


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One kind of fact about a person: what the privacy page, the export and the shredder must agree on.

    `stays` says what remains without the person once they leave, in a sentence; empty when all of it goes.
    """

    name: str
    label: str
    purpose: str
    kept_for: timedelta | None
    kept_until: str
    stays: str = ""


class PersonalData(Protocol):
    """Exports, erases and outdates what one subject holds about a person (DECISIONS 7, 16; RELIABILITY, 8).

    A subject whose facts are all text inherits from this and leaves `files` out.
    """

    label: str
    fields: Sequence[PersonalField]
    models: Sequence[type[models.Model]]

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give everything held about this member, as JSON values."""

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give the files that belong to the export; none unless a subject says so."""
        return ()

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Remove the person from every row, inside the caller's transaction; give the number of rows changed.

        Calling it again for the same key changes nothing, so that erasures can be applied again after a restore.
        """

    def outdate(self, *, at: datetime) -> int:
        """Remove what is older than its retention period; give the number of rows changed."""


@dataclass(frozen=True, slots=True)
class TextIdea:
    """Something a member read that could become a text of the editors: an insight or an addition to one.

    `text` is what stands at `url`, `why` what the sender sees in it; `sender_key` is the member who proposes it.
    """

    title: str
    text: str
    why: str
    url: str
    sender_key: str


class IdeaInbox(Protocol):
    """Where editors read ideas."""

    def take(self, idea: TextIdea, *, at: datetime) -> None:
        """Keep an idea, inside the caller's transaction."""


evidence_sources: Registry[EvidenceSource] = Registry("evidence sources")
evidence_hands: Registry[EvidenceHands] = Registry("people behind evidence")
insight_desks: Registry[InsightDesk] = Registry("insight desks")
story_desks: Registry[StoryDesk] = Registry("story desks")
bridge_sources: Registry[BridgeSource] = Registry("bridge sources")
institution_sections: Registry[InstitutionSection] = Registry("institution sections")
institution_moves: Registry[InstitutionMove] = Registry("institution moves")
theme_ways: Registry[ThemeWay] = Registry("ways on from a theme")
initiative_sections: Registry[InitiativeSection] = Registry("initiative sections")
# Parts of the desk of who looks after a school; only asked for a viewer who does.
coordination_sections: Registry[InstitutionSection] = Registry("coordination sections")
todo_sources: Registry[TodoSource] = Registry("todo sources")
# Positions in /mijn/: coming dates 10, my people 20, new in what I follow 30, the rest after that.
own_sections: Registry[OwnSection] = Registry("own sections")
date_sources: Registry[DateSource] = Registry("date sources")
personal_data: Registry[PersonalData] = Registry("personal data")
profile_offers: Registry[ProfileOffers] = Registry("profile offers")
idea_inboxes: Registry[IdeaInbox] = Registry("idea inboxes")


def todo_order(item: TodoItem) -> tuple[bool, datetime | str, str]:
    """Give the sorting key of `/mijn/`: the nearest deadline first, items without deadline last, then by title."""
    return (item.deadline_at is None, item.deadline_at or "", item.title)
