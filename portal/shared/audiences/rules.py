"""Who sees what, on plain values. Every list, page, feed, export and search entry asks here."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.shared.audiences.states import Audience

EVERYONE_SLICE = "everyone"
MEMBERS_SLICE = "members"


def institution_slice(institution_id: int) -> str:
    """Give the name of the slice that holds what one school's people may see, e.g. "institution:12"."""
    return f"institution:{institution_id}"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Someone who looks, as far as rules need to know.

    `institution_ids` are the schools where the viewer's affiliation counts. `connected_keys` are the members with whom
    the viewer accepted a connection: the viewer knows them, so that lists cost the same for any number. `is_editor`
    opens the editors' desks; it never opens a member's private fields. `is_programme_team` opens what people of an
    exchange do together (DECISIONS 16), which editors don't read.
    """

    member_key: str | None = None
    is_member: bool = False
    institution_ids: frozenset[int] = frozenset()
    is_editor: bool = False
    connected_keys: frozenset[str] = frozenset()
    is_programme_team: bool = False

    @classmethod
    def anonymous(cls) -> "Viewer":
        """Give the viewer who is not signed in."""
        return cls()

    def nameless(self) -> "Viewer":
        """Give the viewer as someone of whom only membership is known: what she sees is for all members, or for all."""
        return Viewer(is_member=self.is_member)

    @property
    def is_signed_in(self) -> bool:
        """Say whether this is a person with a login; a prospect is one too."""
        return self.member_key is not None

    def slices(self) -> tuple[str, ...]:
        """Give the names of the audience slices the viewer holds, wide to narrow.

        Returns:
            Always "everyone"; for a member also "members" and "institution:ID" per school, by id. A prospect
            (someone with a login who is no member yet) holds what everyone holds.

        Source: DECISIONS 11, 14.
        """
        if not self.is_member:
            return (EVERYONE_SLICE,)
        return (EVERYONE_SLICE, MEMBERS_SLICE, *(institution_slice(pk) for pk in sorted(self.institution_ids)))


def slices_of(*, audience: Audience, institution_ids: Iterable[int] = ()) -> tuple[str, ...]:
    """Give the slices in which content of an audience is held.

    Parameters:
        audience: Whom the content is for.
        institution_ids: The owner's schools; only read for the audience "institution".

    Returns:
        Slice names, by id; empty for connections and only me, which are never indexed (DECISIONS 11).
    """
    if audience == Audience.EVERYONE:
        return (EVERYONE_SLICE,)
    if audience == Audience.MEMBERS:
        return (MEMBERS_SLICE,)
    if audience == Audience.INSTITUTION:
        return tuple(institution_slice(pk) for pk in sorted(set(institution_ids)))
    return ()


def may_see(
    *,
    audience: Audience,
    viewer: Viewer,
    owner_key: str,
    owner_institution_ids: Iterable[int] = (),
    is_connected: bool = False,
) -> bool:
    """Decide whether a viewer may see what an owner shows to an audience.

    Parameters:
        audience: The owner's choice.
        viewer: Who looks.
        owner_key: Key of the member it is about; the owner always sees it.
        owner_institution_ids: The owner's schools.
        is_connected: Whether owner and viewer accepted a connection.

    Returns:
        True when the owner's choice includes the viewer.

    Source: DECISIONS 15.
    """
    if viewer.member_key is not None and viewer.member_key == owner_key:
        return True
    if audience == Audience.CONNECTIONS:
        return viewer.is_member and is_connected
    held = slices_of(audience=audience, institution_ids=owner_institution_ids)
    return not set(held).isdisjoint(viewer.slices())
