import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.shared.exports.responses import csv_response, xlsx_response
from portal.shared.exports.rules import safe_text

texts = st.one_of(
    st.text(max_size=30),
    st.builds(
        lambda start, rest: start + rest, st.sampled_from(list("=+-@\t\r\n＝＋－＠﹢﹣ \x00\x1f")), st.text(max_size=10)
    ),
)


def bytes_of(response):
    return b"".join(response.streaming_content)


def read_csv(response):
    return list(csv.reader(io.StringIO(bytes_of(response).decode("utf-8-sig"), newline=""), delimiter=";"))


def read_sheet(response):
    return [list(row) for row in load_workbook(io.BytesIO(bytes_of(response))).active.iter_rows(values_only=True)]


@pytest.mark.parametrize(
    "text", ["=1+1", "+31", "-2", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "  =1", "\x00=1"]
)
def test_a_text_that_could_be_a_formula_gets_an_apostrophe(text):
    assert safe_text(text) == "'" + text.replace("\x00", "")


@pytest.mark.parametrize("text", ["", " ", "Noor", "a=b", "12", "'=1", "é", "🌉"])
def test_other_text_stays_as_it_is(text):
    assert safe_text(text) == text


CELLS = ["=SUM(A1)", "-5", -5, Decimal("-1.50"), 2.5, True, None, date(2026, 11, 23), time(9, 30)]
MOMENT = datetime(2026, 7, 1, 10, tzinfo=UTC)
# A sheet holds clock faces without zone.
LOCAL_FACE = datetime(2026, 7, 1, 12, tzinfo=UTC).replace(tzinfo=None)
DAY = datetime(2026, 11, 23, tzinfo=UTC).replace(tzinfo=None)


def test_csv_keeps_numbers_and_shows_local_times():
    (header, row) = read_csv(csv_response(filename="x", header=["=a", "b"], rows=iter([[*CELLS, MOMENT]])))

    assert header == ["'=a", "b"]
    assert row == [
        "'=SUM(A1)", "'-5", "-5", "-1.50", "2.5", "Ja", "", "2026-11-23", "09:30", "2026-07-01 12:00",
    ]  # fmt: skip


def test_sheet_keeps_types_and_holds_no_formula():
    (header, row) = read_sheet(xlsx_response(filename="x", header=["=a", "b"], rows=iter([[*CELLS, MOMENT]])))

    assert [value for value in header if value] == ["'=a", "b"]
    assert row == [
        "'=SUM(A1)", "'-5", -5, -1.5, 2.5, "Ja", None, DAY, time(9, 30), LOCAL_FACE,
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(texts, min_size=2, max_size=2), max_size=4))
def test_no_text_becomes_a_formula_or_breaks_an_export(rows):
    in_csv = read_csv(csv_response(filename="x", header=["a", "b"], rows=rows))[1:]
    book = load_workbook(io.BytesIO(bytes_of(xlsx_response(filename="x", header=["a", "b"], rows=rows))))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]

    starts = {cell.lstrip()[:1] for row in in_csv for cell in row} | {cell.value.lstrip()[:1] for cell in cells}
    assert len(in_csv) == len(rows)
    assert starts.isdisjoint("=+-@＝＋－＠")
    assert {cell.data_type for cell in cells} <= {"s"}


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("deelnemers", 'attachment; filename="deelnemers.csv"'),
        ("deelnemers.csv", 'attachment; filename="deelnemers.csv"'),
        ("café", "attachment; filename*=utf-8''caf%C3%A9.csv"),
        ('a"b\r\nc', 'attachment; filename="a\\"b c.csv"'),
    ],
    ids=["plain", "with-suffix", "accent", "quote-and-line-end"],
)
def test_file_names_follow_the_standard(name, header):
    response = csv_response(filename=name, header=["a"], rows=[])

    assert response.headers["Content-Disposition"] == header
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_csv_reads_rows_while_it_is_sent():
    asked = []

    def rows():
        for n in range(3):
            asked.append(n)
            yield [n]

    lines = iter(csv_response(filename="x", header=["a"], rows=rows()).streaming_content)
    next(lines)
    next(lines)

    assert asked == [0]
