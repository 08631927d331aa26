"""Taking a person out of rows that stay."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from portal.shared.erasing.rules import without_names


def unsign(rows: QuerySet, *, who: str, texts: Sequence[str], names: Sequence[str]) -> int:
    """Empty who wrote these rows, and take that person's names out of what they wrote.

    Parameters:
        rows: Rows of the person, in the caller's transaction.
        who: The column that points to the person; it may be empty.
        texts: Columns with the person's own words.
        names: What names the person; see `without_names`.

    Returns:
        Number of rows changed.
    """
    with translation.override("nl"):
        replacement = _("former member")
    found = list(rows)
    for row in found:
        setattr(row, who, None)
        for column in texts:
            setattr(row, column, without_names(getattr(row, column), names=names, replacement=replacement))
        row.save(update_fields=[who, *texts])
    return len(found)
