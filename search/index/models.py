"""The index: entries, their filters, the words in use, and what outside engines have yet to hear."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.index.querysets import EntryQuerySet
from search.index.states import EntryStatus


class Entry(models.Model):
    """What the viewers of one audience slice find of one object. The long text stands in EntryText, so that
    counting and sorting read short rows.
    """

    kind = models.CharField(_("kind"), max_length=40)
    object_key = models.CharField(_("key of the object"), max_length=80)
    slice = models.CharField(_("audience slice"), max_length=40)
    width = models.PositiveSmallIntegerField(_("place among the object's slices"), default=0)
    has_wider = models.BooleanField(_("superseded for some viewers"), default=False)
    boost = models.FloatField(_("boost"), default=1.0)
    happens_at = models.DateTimeField(_("takes place on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    # The moment it could first be found; kept when the text changes.
    indexed_at = models.DateTimeField(_("first found on"), default=timezone.now, db_default=Now())
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    content_hash = models.CharField(_("fingerprint"), max_length=64)
    supersedes = models.JSONField(_("supersedes the slices"), default=list, blank=True)
    superseded_by = models.JSONField(_("superseded by the slices"), default=list, blank=True)
    title = models.CharField(_("title"), max_length=300)
    url = models.CharField(_("address"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_key", "slice"], name="search_entry_once_per_slice"),
            models.CheckConstraint(condition=Q(boost__gt=0), name="search_entry_boost_above_zero"),
        ]
        indexes = [models.Index(fields=["slice", "kind"], name="search_entry_slice")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key} ({self.slice})"


class EntryText(models.Model):
    """The long text of an entry, and what a result shows beside it: schools and themes by name, place, status."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="text")
    keywords = models.TextField(_("keywords"), blank=True)
    names = models.TextField(_("other names"), blank=True, default="", db_default="")
    body = models.TextField(_("text"), blank=True)
    schools = models.JSONField(_("schools"), default=list, blank=True)
    themes = models.JSONField(_("themes"), default=list, blank=True, db_default=[])
    place = models.CharField(_("place"), max_length=200, blank=True, default="", db_default="")
    status = models.CharField(_("status"), max_length=10, choices=EntryStatus, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("text of an entry")
        verbose_name_plural = _("texts of entries")

    def __str__(self) -> str:
        return f"text of entry {self.entry_id}"


class FacetName(models.TextChoices):
    """What results are filtered by besides their kind; the names stand in addresses."""

    THEME = "thema", _("theme")
    INSTITUTION = "school", _("school")
    PERSON = "persoon", _("person")
    STATUS = "staat", _("status")


class EntryFacet(models.Model):
    """One value an entry is filtered by; narrow, since counting reads many of these rows."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(_("name"), max_length=10, choices=FacetName)
    value = models.CharField(_("value"), max_length=80)

    class Meta:
        verbose_name = _("filter value")
        verbose_name_plural = _("filter values")
        constraints = [models.UniqueConstraint(fields=["entry", "name", "value"], name="search_facet_once")]
        indexes = [models.Index(fields=["name", "value", "entry"], name="search_facet_value")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class FacetLabel(models.Model):
    """How a filter value reads on screen. Shown only next to a count, so it names nothing hidden."""

    name = models.CharField(_("name"), max_length=10, choices=FacetName)
    value = models.CharField(_("value"), max_length=80)
    label = models.CharField(_("label"), max_length=200)

    class Meta:
        verbose_name = _("label of a filter value")
        verbose_name_plural = _("labels of filter values")
        constraints = [models.UniqueConstraint(fields=["name", "value"], name="search_facet_label_once")]

    def __str__(self) -> str:
        return self.label


class Word(models.Model):
    """A word that stands, or stood, in entries of one slice. What is offered from it is checked by a search first."""

    slice = models.CharField(_("audience slice"), max_length=40)
    word = models.CharField(_("word"), max_length=40)
    reversed = models.CharField(_("word, last letter first"), max_length=40)
    length = models.PositiveSmallIntegerField(_("length"))

    class Meta:
        verbose_name = _("word in the index")
        verbose_name_plural = _("words in the index")
        constraints = [models.UniqueConstraint(fields=["slice", "word"], name="search_word_once")]
        indexes = [
            models.Index(fields=["slice", "reversed"], name="search_word_reversed"),
            models.Index(fields=["slice", "length"], name="search_word_length"),
        ]

    def __str__(self) -> str:
        return self.word


class EngineTask(models.Model):
    """An object whose change outside engines and the word list have yet to hear; written with the change itself.

    A refused one is a change that the engine answers but can't take; it waits apart and holds nobody up.
    """

    kind = models.CharField(_("kind"), max_length=40)
    object_key = models.CharField(_("key of the object"), max_length=80)
    created_at = models.DateTimeField(_("changed on"), auto_now_add=True, db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due on"), db_index=True)
    is_refused = models.BooleanField(_("refused"), default=False, db_default=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change for the search engine")
        verbose_name_plural = _("changes for the search engine")

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key}"


class EngineState(models.Model):
    """Whether an outside engine answers the processes that keep it up to date; one row per engine."""

    name = models.CharField(_("engine"), max_length=40, unique=True)
    failing_since = models.DateTimeField(_("gives no answer since"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    try_at = models.DateTimeField(_("tried again on"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("state of a search engine")
        verbose_name_plural = _("states of search engines")

    def __str__(self) -> str:
        return self.name


class Rebuild(models.Model):
    """How far the rebuild of one part came: of the entries, or of an outside engine's index. One row per part.

    A rebuild that was killed goes on from here. `form` is what it builds for: another form begins anew.
    """

    part = models.CharField(_("part"), max_length=40, unique=True)
    form = models.CharField(_("form"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("started on"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)
    kind = models.CharField(_("kind at work"), max_length=40, blank=True)
    last_key = models.CharField(_("last one done"), max_length=80, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    index_name = models.CharField(_("index that is filled"), max_length=255, blank=True)
    holder = models.CharField(_("held by"), max_length=120, blank=True)
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)

    class Meta:
        verbose_name = _("rebuild of the search index")
        verbose_name_plural = _("rebuilds of the search index")

    def __str__(self) -> str:
        return self.part
