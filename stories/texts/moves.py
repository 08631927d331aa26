"""Stories and pilot reports go along when their school goes into another one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from wagtail.models import Page, Revision

from portal.shared.pages.listeners import pages_changed


@dataclass(frozen=True)
class TextMove:
    """Moves the texts of one type by their school and their partners, in drafts and old versions too."""

    label: str | Promise
    model: type[Page]

    @property
    def relations(self) -> Sequence[str]:
        """Name the school, and both sides of the partners."""
        name = self.model._meta.label
        return (f"{name}.institution", f"{name}.partners", f"{self._through._meta.label}.institution")

    @property
    def _through(self):
        return self.model.partners.through

    def count(self, institution_id: int) -> int:
        """Give how many texts name this school, as its own or as partner."""
        return self._texts(institution_id).count()

    def move(self, source_id: int, target_id: int) -> None:
        """Name the other school instead; a text that names both keeps it once."""
        ids = list(self._texts(source_id).values_list("pk", flat=True))
        self.model.objects.filter(institution=source_id).update(institution=target_id)
        page_name = self.model.partners.field.m2m_field_name()
        partners = self._through.objects.filter(institution=source_id)
        named = self._through.objects.filter(institution=target_id).values_list(f"{page_name}_id", flat=True)
        partners.filter(**{f"{page_name}_id__in": list(named)}).delete()
        partners.update(institution=target_id)
        own = self.model.objects.filter(institution=target_id).values_list("pk", flat=True)
        self._through.objects.filter(institution=target_id, **{f"{page_name}_id__in": list(own)}).delete()
        self._rewrite_versions(source_id, target_id)
        pages_changed(ids)

    def _texts(self, institution_id: int):
        # Any version counts: a draft of a text that is live under another school as well.
        return self.model.objects.filter(Q(institution=institution_id) | Q(partners=institution_id)).distinct()

    def _rewrite_versions(self, source_id: int, target_id: int) -> None:
        for revision in Revision.page_revisions.filter(content_type__model=self.model._meta.model_name):
            content = dict(revision.content)
            partners = content.get("partners") or []
            if content.get("institution") != source_id and source_id not in partners:
                continue
            if content.get("institution") == source_id:
                content["institution"] = target_id
            moved = [target_id if pk == source_id else pk for pk in partners]
            content["partners"] = [pk for pk in dict.fromkeys(moved) if pk != content.get("institution")]
            Revision.objects.filter(pk=revision.pk).update(content=content)
