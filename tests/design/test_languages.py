"""In the English interface, Dutch words say that they are Dutch (WCAG 3.1.2)."""

import re

import pytest
from django.utils import timezone

from portal.shared.audiences.states import Audience
from tests.factories.initiatives import add_initiative
from tests.factories.network import InstitutionFactory, ThemeFactory
from tests.factories.questions import make_question
from tests.factories.stories import CoachStoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def english(client, portal, settings):
    """A visitor who chose English, on a site where everything carries one theme."""
    theme = ThemeFactory(slug="ai", name="AI in het onderwijs")
    story = CoachStoryFactory(parent=portal.stories, institution=InstitutionFactory(name="Brugcollege"))
    story.themes.add(theme)
    story.save()
    question = make_question(at=timezone.now())
    assert question.theme == theme
    add_initiative(audience=Audience.EVERYONE).themes.add(theme)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.mark.parametrize("path", ["/verhalen/?thema=ai", "/vragen/?thema=ai", "/samen/?thema=ai"])
def test_themes_in_filters_and_chips_say_that_they_are_dutch(english, path):
    page = english.get(path).content.decode()

    assert '<html lang="en">' in page
    named = re.findall(r"<(\w+)([^>]*)>AI in het onderwijs", page)
    assert len(named) >= 2
    assert [attributes for _tag, attributes in named if 'lang="nl"' not in attributes] == []


def test_words_of_the_interface_are_not_called_dutch(english):
    page = english.get("/vragen/").content.decode()

    assert re.search(r'<span lang="nl">(waiting|has answers|closed)', page) is None
