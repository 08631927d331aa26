"""The full-text tables beside the entries: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

They hold words as `search.dutch` analyses them, so both databases find the same. They are no models: Django can't
describe them. They are made after every migrate, and a trigger keeps them free of entries that are gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from search.dutch.words import ASKING, asks, fixed_word, index_words, joined_pairs, plain_words, whole_words
from search.index.models import Entry
from search.index.rules import LONGEST_BODY

SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_fulltext USING fts5(
        title, keywords, summary, body, tokenize = "unicode61 remove_diacritics 0")""",
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_titles USING fts5(
        words, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3 4')""",
    """CREATE TRIGGER IF NOT EXISTS search_entry_gone AFTER DELETE ON search_entry BEGIN
        DELETE FROM search_fulltext WHERE rowid = old.id;
        DELETE FROM search_titles WHERE rowid = old.id;
    END""",
)
POSTGRESQL = (
    """CREATE TABLE IF NOT EXISTS search_fulltext (
        entry_id bigint PRIMARY KEY, words tsvector NOT NULL, titles tsvector NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS search_fulltext_words ON search_fulltext USING gin (words)",
    "CREATE INDEX IF NOT EXISTS search_fulltext_titles ON search_fulltext USING gin (titles)",
    """CREATE OR REPLACE FUNCTION search_entry_gone() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN DELETE FROM search_fulltext WHERE entry_id = OLD.id; RETURN OLD; END'""",
    """CREATE OR REPLACE TRIGGER search_entry_gone AFTER DELETE ON search_entry
    FOR EACH ROW EXECUTE FUNCTION search_entry_gone()""",
    # `manage.py flush` truncates, which is no deleting of rows.
    """CREATE OR REPLACE FUNCTION search_entries_gone() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN DELETE FROM search_fulltext; RETURN NULL; END'""",
    """CREATE OR REPLACE TRIGGER search_entries_gone AFTER TRUNCATE ON search_entry
    FOR EACH STATEMENT EXECUTE FUNCTION search_entries_gone()""",
)

# PostgreSQL counts positions up to 16,383 and keeps 255 of one word.
_LAST_POSITION = 16_383
_MOST_POSITIONS = 255
# All words of a text together have less than a megabyte there, their positions (two bytes each) included.
_MOST_BYTES = 1_000_000
# A gap between fields, so that no phrase runs from one into the next.
_GAP = 10


@dataclass(frozen=True, slots=True)
class AnalysedText:
    """The words of one entry, field by field, and its title as it is spelt (for suggestions)."""

    entry_id: int
    title: list[str]
    keywords: list[str]
    summary: list[str]
    body: list[str]
    spelt: list[str]


def analyse(
    *, entry_id: int, title: str, names: Sequence[str] = (), keywords: Sequence[str], summary: str, body: str
) -> AnalysedText:
    """Analyse the texts of an entry; names and titles are found when written as one word, too."""
    called = (title, *names)
    pairs = [word for name in called for word in (*joined_pairs(name), fixed_word(name)) if word]
    fixed = [word for keyword in keywords for word in (*joined_pairs(keyword), fixed_word(keyword)) if word]
    return AnalysedText(
        entry_id=entry_id,
        title=[
            *(word for name in called for word in index_words(name)),
            *pairs,
            *whole_words(called),
            *([ASKING] if asks(title) else ()),
        ],
        keywords=[*(word for keyword in keywords for word in index_words(keyword)), *fixed],
        summary=index_words(summary),
        body=index_words(body[:LONGEST_BODY]),
        spelt=plain_words(title),
    )


def create_tables(connection: BaseDatabaseWrapper) -> None:
    """Make the full-text tables where they are missing, and the trigger; harmless to repeat."""
    if Entry._meta.db_table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def create_tables_after_migrate(sender, using: str, **kwargs) -> None:
    """Receive post_migrate: no migration can describe these tables, and tests build the database without any."""
    create_tables(connections[using])


def let_go() -> None:
    """Make the full-text tables forget the words of entries that are gone: SQLite keeps them until parts are merged.

    PostgreSQL's own vacuum does it there.
    """
    connection = connections[router.db_for_write(Entry)]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_fulltext", "search_titles"):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - our own names


# The ids a full-text table holds. On SQLite from its list of lengths: the table itself would read all text.
_HELD = {
    "sqlite": ("SELECT id FROM search_fulltext_docsize", "SELECT id FROM search_titles_docsize"),
    "postgresql": ("SELECT entry_id AS id FROM search_fulltext",),
}


def missing_ids() -> list[int]:
    """Give the entries whose words stand in one of the full-text tables only, or in none; nobody finds these."""
    connection = connections[router.db_for_write(Entry)]
    missing = " OR ".join(f"id NOT IN ({held})" for held in _HELD[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM search_entry WHERE {missing} ORDER BY id")  # noqa: S608 - our own names
        return [row[0] for row in cursor.fetchall()]


def stray_ids() -> list[int]:
    """Give the ids in the full-text tables of which no entry exists."""
    connection = connections[router.db_for_write(Entry)]
    held = " UNION ".join(_HELD[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM ({held}) AS held WHERE id NOT IN (SELECT id FROM search_entry) ORDER BY id"  # noqa: S608
        )
        return [row[0] for row in cursor.fetchall()]


def rewrite_missing() -> int:
    """Write the words of entries that the full-text tables miss; give how many."""
    ids = missing_ids()
    for at in range(0, len(ids), 100):
        with transaction.atomic():
            entries = Entry.objects.filter(pk__in=ids[at : at + 100]).select_for_update(of=("self",))
            write_texts(words_of(entry) for entry in entries.select_related("text").order_by("pk"))
    return len(ids)


def words_of(entry: Entry) -> AnalysedText:
    """Analyse what is stored of an entry; needs its text loaded."""
    return analyse(
        entry_id=entry.pk,
        title=entry.title,
        names=entry.text.names.split("\n"),
        keywords=entry.text.keywords.split("\n"),
        summary=entry.summary,
        body=entry.text.body,
    )


def let_go_of_strays() -> int:
    """Delete rows of the full-text tables of which no entry exists; give how many."""
    connection, ids = connections[router.db_for_write(Entry)], stray_ids()
    places = (
        (("search_fulltext", "rowid"), ("search_titles", "rowid"))
        if connection.vendor == "sqlite"
        else (("search_fulltext", "entry_id"),)
    )
    with connection.cursor() as cursor:
        for table, column in places:
            cursor.executemany(f"DELETE FROM {table} WHERE {column} = %s", [[pk] for pk in ids])  # noqa: S608
    return len(ids)


def write_texts(texts: Iterable[AnalysedText]) -> None:
    """Put the words of entries into the full-text tables, in the transaction at hand."""
    connection = connections[router.db_for_write(Entry)]
    write = _write_sqlite if connection.vendor == "sqlite" else _write_postgresql
    write(connection, list(texts))


def _write_sqlite(connection: BaseDatabaseWrapper, texts: list[AnalysedText]) -> None:
    ids = [[text.entry_id] for text in texts]
    rows = [
        [text.entry_id, *(" ".join(field) for field in (text.title, text.keywords, text.summary, text.body))]
        for text in texts
    ]
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_fulltext WHERE rowid = %s", ids)
        cursor.executemany("DELETE FROM search_titles WHERE rowid = %s", ids)
        cursor.executemany(
            "INSERT INTO search_fulltext (rowid, title, keywords, summary, body) VALUES (%s, %s, %s, %s, %s)", rows
        )
        cursor.executemany(
            "INSERT INTO search_titles (rowid, words) VALUES (%s, %s)",
            [[text.entry_id, " ".join(text.spelt)] for text in texts],
        )


def _write_postgresql(connection: BaseDatabaseWrapper, texts: list[AnalysedText]) -> None:
    rows = [
        [
            text.entry_id,
            _vector((("A", text.title), ("B", text.keywords), ("C", text.summary), ("D", text.body))),
            _vector((("A", text.spelt),)),
        ]
        for text in texts
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_fulltext (entry_id, words, titles) VALUES (%s, %s::tsvector, %s::tsvector) "
            "ON CONFLICT (entry_id) DO UPDATE SET words = EXCLUDED.words, titles = EXCLUDED.titles",
            rows,
        )


def _vector(fields: Iterable[tuple[str, list[str]]]) -> str:
    places: dict[str, list[str]] = {}
    position, room = 0, _MOST_BYTES
    for weight, words in fields:
        for word in words:
            position += 1
            # A new word brings its letters, the number of its positions, and a byte to begin them at an even place.
            needed = 2 if word in places else len(word.encode()) + 5
            if needed > room:
                continue
            found = places.setdefault(word, [])
            if len(found) < _MOST_POSITIONS:
                room -= needed
                found.append(f"{min(position, _LAST_POSITION)}{weight}")
        position += _GAP
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())
