"""The list of words in use, which corrections and compounds are looked up in."""

from collections.abc import Collection, Iterable

from django.utils import timezone

from search.dutch.words import plain_words
from search.index.models import Entry, Word
from search.index.rules import vocabulary_of

BATCH = 200


def remember_words(entries: Iterable[Entry]) -> None:
    """Add the words of entries to the word list that corrections and compounds are looked up in."""
    found: set[tuple[str, str]] = set()
    for entry in entries:
        found |= _words_of(entry)
    _add(found)


def _words_of(entry: Entry) -> set[tuple[str, str]]:
    text = "\n".join((entry.title, entry.summary, entry.text.names, entry.text.keywords, entry.text.body))
    return {(entry.slice, word) for word in vocabulary_of(plain_words(text))}


def _add(found: Collection[tuple[str, str]]) -> None:
    for at in range(0, len(ordered := sorted(found)), 2000):
        Word.objects.bulk_create(
            [
                Word(slice=name, word=word, reversed=word[::-1], length=len(word))
                for name, word in ordered[at : at + 2000]
            ],
            ignore_conflicts=True,
        )


def renew_words() -> int:
    """Make the word list that of the entries there are, so that words of removed texts go.

    The texts are read outside any transaction: on SQLite nobody could write meanwhile. Words of texts that change
    while they are read are added again at the end.

    Returns:
        Number of words.
    """
    started_at = timezone.now()
    present = {(name, word): pk for pk, name, word in Word.objects.values_list("pk", "slice", "word").iterator()}
    wanted: set[tuple[str, str]] = set()
    for entry in Entry.objects.select_related("text").iterator(chunk_size=BATCH):
        wanted |= _words_of(entry)
    _add(wanted - present.keys())
    gone = [pk for pair, pk in present.items() if pair not in wanted]
    for at in range(0, len(gone), 500):
        Word.objects.filter(pk__in=gone[at : at + 500]).delete()
    if gone:
        remember_words(Entry.objects.filter(updated_at__gte=started_at).select_related("text").iterator(BATCH))
    return Word.objects.count()
