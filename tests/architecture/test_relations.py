"""Relations between our apps point down only; import-linter can't see the strings they are written with."""

from django.apps import apps

from tests.architecture.layers import APPS, LAYERS

# Relations that come with a base class of Wagtail's, which names the user model itself (DECISIONS 13).
EXEMPT = {
    "shared.PortalDocument.uploaded_by_user": "AbstractDocument keeps who uploaded the file",
    "shared.PortalImage.uploaded_by_user": "AbstractImage keeps who uploaded the picture",
}


def relations_between_apps() -> dict[str, tuple[str, str]]:
    """Give each relation that leaves its app: "app.Model.field" to the labels of both ends."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in APPS:
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            target = field.related_model._meta.app_label
            if target in APPS and target != model._meta.app_label:
                name = f"{model._meta.app_label}.{model.__name__}.{field.name}"
                found[name] = (model._meta.app_label, target)
    return found


def test_relations_point_to_a_lower_layer():
    upward = {name for name, (source, target) in relations_between_apps().items() if LAYERS[target] >= LAYERS[source]}

    assert upward == set(EXEMPT)


def test_relations_were_seen():
    assert relations_between_apps()["stories.StoryAuthor.member"] == ("stories", "network")
