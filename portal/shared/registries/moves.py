"""The usual ways in which rows go along when a school goes into another one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise


@dataclass(frozen=True)
class ForeignKeyMove:
    """Moves the rows of one model by its foreign key to a school.

    `once_per` are the fields that with the school make a row unique: where the other school has such a row already,
    this one stays with the former school, so that nothing anyone wrote is lost. The same for what a school has one of.
    """

    label: str | Promise
    model: type[models.Model]
    field: str = "institution"
    once_per: tuple[str, ...] = ()
    is_one_per_school: bool = False

    @property
    def relations(self) -> Sequence[str]:
        """Name the one relation, as "app.Model.field"."""
        return (f"{self.model._meta.label}.{self.field}",)

    def count(self, institution_id: int) -> int:
        """Give how many rows hang on this school."""
        return self._rows(institution_id).count()

    def move(self, source_id: int, target_id: int) -> None:
        """Hang the rows on the other school."""
        rows = self._rows(source_id)
        if self.is_one_per_school and self._rows(target_id).exists():
            return
        if self.once_per:
            same = {name: models.OuterRef(name) for name in self.once_per}
            rows = rows.exclude(models.Exists(self._rows(target_id).filter(**same)))
            # Read first: an update that asks its own table is not the same everywhere.
            rows = self.model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
        rows.update(**{self.field: target_id})

    def _rows(self, institution_id: int) -> models.QuerySet:
        return self.model._default_manager.filter(**{self.field: institution_id})
