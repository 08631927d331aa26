import pytest

from portal.shared.audiences.rules import Viewer, may_see, slices_of
from portal.shared.audiences.states import Audience

OWNER = Viewer(member_key="owner", is_member=True, institution_ids=frozenset({1}))
COLLEAGUE = Viewer(member_key="colleague", is_member=True, institution_ids=frozenset({1, 7}))
MEMBER = Viewer(member_key="other", is_member=True, institution_ids=frozenset({2}))
PROSPECT = Viewer(member_key="prospect")
EDITOR = Viewer(member_key="editor", is_member=True, is_editor=True)
VIEWERS = {"owner": OWNER, "colleague": COLLEAGUE, "member": MEMBER, "prospect": PROSPECT, "editor": EDITOR}
VIEWERS["visitor"] = Viewer.anonymous()


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (Audience.EVERYONE, {"owner", "colleague", "member", "prospect", "editor", "visitor"}),
        (Audience.MEMBERS, {"owner", "colleague", "member", "editor"}),
        (Audience.INSTITUTION, {"owner", "colleague"}),
        (Audience.CONNECTIONS, {"owner"}),
        (Audience.ONLY_ME, {"owner"}),
    ],
    ids=["everyone", "members", "institution", "connections", "only me"],
)
def test_may_see_follows_the_owners_choice(audience, seen_by):
    seen = {
        name
        for name, viewer in VIEWERS.items()
        if may_see(audience=audience, viewer=viewer, owner_key="owner", owner_institution_ids=[1])
    }

    assert seen == seen_by


@pytest.mark.parametrize(
    ("audience", "expected"),
    [(Audience.CONNECTIONS, True), (Audience.ONLY_ME, False), (Audience.INSTITUTION, False)],
    ids=str,
)
def test_a_connection_opens_what_is_for_connections_and_nothing_narrower(audience, expected):
    seen = may_see(audience=audience, viewer=MEMBER, owner_key="owner", owner_institution_ids=[1], is_connected=True)

    assert seen is expected


def test_slices_of_a_viewer_are_ordered_wide_to_narrow():
    assert COLLEAGUE.slices() == ("everyone", "members", "institution:1", "institution:7")


@pytest.mark.parametrize(
    "viewer", [Viewer.anonymous(), Viewer(member_key="p", institution_ids=frozenset({3}))], ids=["visitor", "prospect"]
)
def test_someone_who_is_no_member_only_holds_what_everyone_holds(viewer):
    assert viewer.slices() == ("everyone",)


@pytest.mark.parametrize("audience", [Audience.CONNECTIONS, Audience.ONLY_ME], ids=str)
def test_narrow_audiences_have_no_slice(audience):
    assert slices_of(audience=audience, institution_ids=[1]) == ()
