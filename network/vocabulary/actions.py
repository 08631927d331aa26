"""Writes of the short lists."""

import tomllib
from pathlib import Path

from django.db import transaction
from django.db.models import Model, Q

from network.vocabulary.models import HelpTopic, Role, System, Theme

DATA = Path(__file__).parent / "data"


def load_vocabulary() -> None:
    """Put the themes, roles, systems and help topics of the programme in the lists.

    Only what is missing is added: what editors changed in /beheer/ stays, so this may run at every start.
    """
    with transaction.atomic():
        for position, theme in enumerate(_read("themes")):
            _add_missing(Theme, position=position, **theme)
        for position, role in enumerate(_read("roles")):
            _add_missing(Role, position=position, **role)
        for position, system in enumerate(_read("systems")):
            _add_missing(System, position=position, **system)
        themes = {theme.slug: theme for theme in Theme.objects.all()}
        for topic in _read("help_topics"):
            _add_missing(HelpTopic, slug=topic["slug"], name=topic["name"], theme=themes.get(topic["theme"]))


def _add_missing(model: type[Model], *, slug: str, name: str, **columns) -> None:
    # By name as well: an editor may have added the same thing under another address.
    if not model.objects.filter(Q(slug=slug) | Q(name=name)).exists():
        model.objects.create(slug=slug, name=name, **columns)


def _read(name: str) -> list[dict]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))[name]
