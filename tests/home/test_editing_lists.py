"""The lists of pages in /beheer/."""

import pytest
from bs4 import BeautifulSoup

from stories.models import CoachStoryPage
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.usefixtures("laid_once")


@pytest.fixture
def written(story_list, editor):
    """Two stories, one by an editor and one by a member who has no door to /beheer/; gives that member."""
    member = MemberFactory(given_name="Noor", family_name="Schrijver")
    for title, by in (("Van de redactie", editor), ("Van een lid", member)):
        page = CoachStoryPage(title=title, lead="Over de les.", owner=by)
        story_list.add_child(instance=page)
        page.save_revision(user=by, log_action=True)
    return member


@pytest.mark.parametrize("name", ["owner", "edited_by"])
def test_who_works_in_beheer_is_offered_as_owner_and_not_each_member_who_wrote(
    client, story_list, written, editor, name
):
    client.force_login(editor)
    for above in (story_list, story_list.get_parent()):
        page = BeautifulSoup(client.get(f"/beheer/pages/{above.pk}/").content, "html.parser")

        assert {box["value"] for box in page.select(f"input[name={name}]")} == {str(editor.pk)}, above


def test_the_list_of_one_person_of_the_desk_is_what_that_person_owns(client, story_list, written, editor):
    client.force_login(editor)
    text = client.get(f"/beheer/pages/{story_list.pk}/", {"owner": editor.pk}).content.decode()

    assert "Van de redactie" in text
    assert "Van een lid" not in text
