"""The cards that the programme starts with."""

import tomllib
from pathlib import Path

from django.db import transaction

from events.offers.models import ActivityTemplate

DATA = Path(__file__).parent.parent / "data" / "activity_cards.toml"


def load_activity_cards() -> None:
    """Put the programme's cards in the list.

    Only on an empty list: what editors changed, renamed or deleted in /beheer/ stays so, and this runs at every start.
    """
    with transaction.atomic():
        if ActivityTemplate.objects.exists():
            return
        for position, card in enumerate(tomllib.loads(DATA.read_text(encoding="utf-8"))["card"]):
            ActivityTemplate.objects.create(position=position, **card)
