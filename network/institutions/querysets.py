"""Chainable reads of schools."""

from django.db import models


class InstitutionQuerySet(models.QuerySet):
    """Schools by what a reader asks of them."""

    def current(self):
        """Keep the schools that exist today: not merged into another one."""
        return self.filter(merged_into=None)

    def at_address(self, slug: str):
        """Give the school of today at an address, also at a former one or that of a merged school; None without one."""
        rows = self.select_related("merged_into")
        found = rows.filter(slug=slug).first() or rows.filter(former_names__slug=slug).first()
        return found.current if found else None

    def address_today(self, slug: str) -> str:
        """Give the address of today for one of a school, so that a bookmark outlives a merger; unknown ones as is."""
        school = self.at_address(slug)
        return school.slug if school else slug

    def matching(self, text: str):
        """Keep schools whose name, former name or place holds this text."""
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(city__icontains=text)
            | models.Q(pk__in=self.model.objects.filter(former_names__name__icontains=text).values("pk"))
        )

    def filtered(self, asked: dict[str, str]):
        """Keep what the reader asked for.

        Parameters:
            asked: Values by name in the address: q (text), provincie, soort; each may be missing.
        """
        schools = self
        if "q" in asked:
            schools = schools.matching(asked["q"])
        if "provincie" in asked:
            schools = schools.filter(province=asked["provincie"])
        if "soort" in asked:
            schools = schools.filter(kind=asked["soort"])
        return schools

    def counted_by(self, column: str) -> list[tuple[str, int]]:
        """Count the schools per value of a column, by value."""
        rows = self.order_by(column).values_list(column).annotate(number=models.Count("pk"))
        return [(value, number) for value, number in rows if value]
