"""Fills the synonyms from the list that comes with the portal."""

from django.db import transaction

from search.dutch.lexicon import bundled_rows
from search.dutch.models import Direction, SynonymGroup


def load_synonyms() -> int:
    """Put the bundled groups into the table that editors change; groups that exist already are left as they are.

    Returns:
        How many groups were added.
    """
    with transaction.atomic():
        present = set(SynonymGroup.objects.values_list("name", flat=True))
        fresh = [
            SynonymGroup(
                name=row.name,
                direction=Direction.ONE_WAY if row.is_one_way else Direction.BOTH,
                terms="\n".join(row.terms),
                expands_to="\n".join(row.expands_to),
                note=row.note,
            )
            for row in bundled_rows()
            if row.name not in present
        ]
        return len(SynonymGroup.objects.bulk_create(fresh))
