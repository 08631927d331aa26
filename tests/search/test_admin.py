from django.urls import reverse

from search.dutch.models import SynonymGroup
from tests.factories.network import MemberFactory


def test_editor_adds_a_group_of_synonyms(site, client):
    client.force_login(MemberFactory(is_superuser=True, is_staff=True))
    add = reverse("wagtailsnippets_search_synonymgroup:add")
    group = {"name": "robots", "direction": "both", "terms": "robot\nautomaat", "expands_to": "", "note": ""}

    refused = client.post(add, group | {"terms": "robot"})
    saved = client.post(add, group)

    assert "Een groep heeft minstens twee woorden nodig" in refused.content.decode()
    assert saved.status_code == 302
    assert list(SynonymGroup.objects.values_list("name", "direction")) == [("robots", "both")]
