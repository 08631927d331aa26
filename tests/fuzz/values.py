"""Words nobody means well with, and words that are not what a field asks for."""

from hypothesis import strategies as st

from tests.security.test_hostile import TEXTS

NUMBERS = ("0", "-1", "1e9", "1e999", "NaN", "Infinity", "-0", "0x10", "1_000", "2147483648", "9223372036854775808")
NUMBERS += ("-9223372036854775809", "9" * 5000, "1.5", "1,5", "٣", "²", "１２", "①", " 7 ", "+7", "07", "7\x00")
MOMENTS = ("2027-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2027-03-28T02:30", "24:00")
MOMENTS += ("2026-10-25T02:30", "9999-12-31T23:59", "0001-01-01T00:00", "2027-01-01T00:00+99:99", "31-12-2027", "12:60")
MOMENTS += ("2027-00", "2027-13", "0000-01", "9999-12", "10000-1", "2027-1", "-001-01", "2027-W53", "00:00:00.0000001")
SHAPES = (
    "",
    " ",
    "null",
    "None",
    "[]",
    "{}",
    "[[]]",
    '{"a": {"b": [1]}}',
    '[1, "x", null]',
    "true",
    "on",
    "[object Object]",
)
SHAPES += (
    "[" * 3000,
    '{"blocks": 1}',
    '{"blocks": [{}], "entityMap": {}}',
    '[{"type": "text", "value": {}}]',
    "0" * 300,
)
SHAPES += (
    '[{"type": null}]',
    '["a"]',
    '{"__proto__": 1}',
    "-",
    "_",
    ".",
    "..",
    "/",
    "\\",
    "%",
    "%00",
    "%s%n%(x)s{0}{x}",
)
SHAPES += (
    "a" * 256,
    "a" * 10_000,
    "é" * 200,
    "🌉" * 60,
    "a@b",
    "@",
    "a@b.c\nBcc: d@e.f",
    "http://[",
    "//elders.example",
)
SHAPES += ("https://elders.example/%ff", "\\\\elders.example", "https:elders", "http://a:99999/", "javascript:alert(1)")
SHAPES += (
    "\u2028",
    "\u0085",
    "\ufeff",
    "\u202e",
    "a\u0300" * 100,
    "ﷺ" * 30,
    "İ",
    "ß",
    "\x1b[31m",
    "\t",
    "\r",
    "\n",
    "\x7f",
)
SHAPES += (
    "on" * 50,
    "pagina=1&pagina=2",
    "é\x00é",
    "\ud800",
    "\udfff\ud800",
    "'",
    '"',
    "`",
    "<",
    "</script>",
    "--",
    "/*",
)
HOSTILE = (*TEXTS.values(), *NUMBERS, *MOMENTS, *SHAPES)

# By their number: Hypothesis spells a list out wherever it tells of a strategy.
_known = st.integers(0, len(HOSTILE) - 1).map(HOSTILE.__getitem__)
hostile = st.one_of(
    _known,
    _known,
    st.text(max_size=40),
    st.integers(-(2**70), 2**70).map(str),
    st.builds(lambda start, end: start + end, _known, _known),
    st.datetimes().map(str),
)
# One value, several of one name, or none.
answers = st.one_of(hostile, hostile, hostile, st.lists(hostile, max_size=4))

# Query strings no browser makes.
RAW_QUERIES = (
    "%ff%fe=%c0%80",
    "q=%",
    "q=%zz&pagina=%",
    "q=%ed%a0%80",
    "q[]=1&q[a][b]=2",
    "&&&===&;;",
    "=" * 500,
    "q=" + "%00" * 50,
    "&".join(f"a{n}={n}" for n in range(900)),
    "&".join(["thema=x"] * 900),
    "pagina=1&pagina=&pagina",
    "q=\xff\xfe\x80",
    "?q=1?pagina=2#x",
    "p=1&p=-1&ordering=-&ordering=pk__x&export=xml&export=csv",
    "export=xlsx&q=%00",
    "fields=*,-id,x(y(z&order=random&limit=-1&offset=1e9",
    "next=//elders.example&next=https:elders.example",
)
# What Wagtail's and our own lists read.
NAMES = ("q", "p", "pagina", "ordering", "order", "export", "limit", "offset", "fields", "child_of", "type", "locale")
NAMES += (
    "search_query",
    "page_type",
    "next",
    "id",
    "ids",
    "usage_count",
    "parent",
    "collection_id",
    "tag",
    "mode",
    "_copy",
)
NAMES += (
    "results_only",
    "multiple",
    "allow_external_link",
    "link_url",
    "link_text",
    "per_page",
    "user",
    "action",
    "state",
)
NAMES += (
    "timestamp_from",
    "timestamp_to",
    "ids[]",
    "group",
    "is_expired",
    "letter",
    "in_preview_panel",
    "childOf",
    "for",
)
NAMES += (
    "created_at_from",
    "created_at_to",
    "latest_revision_created_at",
    "content_type",
    "owner",
    "root_page",
    "vraag",
)
NAMES += (
    "page_number",
    "select_format",
    "alt_text",
    "format",
    "url",
    "width",
    "jaar",
    "maand",
    "volgorde",
    "stap",
    "weergave",
)

HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": (
        "xx",
        "nl;q=9",
        "en," * 2000,
        "*",
        ";;;",
        "nl\x00",
        "zh-hant-x-y",
        "é",
        "-",
        "en-us;q=0.8,nl;q=NaN",
    ),
    "HTTP_IF_NONE_MATCH": ("*", '"', 'W/"', '"' + "a" * 9000, '"a", W/"b",', "é", "\x00"),
    "HTTP_IF_MODIFIED_SINCE": ("x", "Sat, 31 Feb 9999 25:00:00 GMT", "Thu, 01 Jan 0000 00:00:00 GMT", "9" * 400, "-1"),
    "HTTP_RANGE": ("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1," * 500, "x", "bytes=" + "9" * 400 + "-"),
    "HTTP_COOKIE": (
        "sessionid=x",
        "sessionid=" + "a" * 5000,
        'sessionid="; taal=en"',
        "taal=xx",
        "taal=\x00",
        "taal=../../x",
        "csrftoken=" + "a" * 63,
        "messages=x",
        "messages=[[1]]",
        ";" * 500,
        "=;=",
        "sessionid=\xff",
        "wagtail_sidebar_collapsed=x",
    ),
    "HTTP_HOST": (
        "elders.example",
        "testserver:99999",
        "testserver:x",
        "[::1",
        "a b",
        "",
        "testserver\x00",
        "é",
        "." * 300,
    ),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4, x", "x" * 5000, "\x00", "::ffff:1.2.3.4", "999.9.9.9", ",,,", "é"),
    "HTTP_X_FORWARDED_HOST": ("elders.example", "\x00", "é", "a" * 9000),
    "HTTP_X_FORWARDED_PROTO": ("https,http", "\x00", "javascript"),
    "HTTP_X_FORWARDED_PORT": ("-1", "x", "9" * 40),
    "HTTP_AUTHORIZATION": (
        "Basic",
        "Basic %%%",
        "Basic " + "A" * 9001,
        "Bearer \x00",
        "Bearer é",
        "Basic /w==",
        "x" * 9000,
    ),
    "HTTP_ACCEPT": ("x", "application/json;q=NaN", "*/*;" * 900, "text/html;q=é", "\x00"),
    "HTTP_ACCEPT_ENCODING": ("gzip;q=NaN", "br, gzip" * 900, "\x00", "é"),
    "HTTP_REFERER": ("//elders.example", "\x00", "http://[", "é" * 900),
    "HTTP_ORIGIN": ("null", "http://[", "\x00", "https://elders.example"),
    "HTTP_X_REQUEST_ID": ("x", "\x00" * 9, "é" * 20, "a" * 65),
    "HTTP_HX_REQUEST": ("true", "\x00"),
    "HTTP_HX_CURRENT_URL": ("http://[", "\x00", "é"),
    "HTTP_HX_TARGET": ("\x00", "é"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest", "\x00"),
    "HTTP_USER_AGENT": ("", "\x00", "é" * 4000),
}
TYPES = (
    "",
    "text/plain",
    "application/json",
    "application/json; charset=utf-7",
    "application/x-www-form-urlencoded; charset=x",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "x" * 300,
    "multipart/form-data; boundary=é",
    "multipart/form-data; boundary=x; charset=latin-1",
    "multipart/mixed; boundary=x",
    "x" * 2000,
    "/",
    "\x00",
)
BODIES = (
    "",
    "null",
    "[]",
    "{}",
    "{",
    '"x"',
    "[" * 20_000,
    '{"a":' * 5000,
    "1e99999",
    '{"a": "\\ud800"}',
    '{"a": "\\u0000"}',
    "\x00\xff\xfe",
    "%ff=%ff&%00=%00",
    "a" * 100_000,
    "&".join(f"a{n}=1" for n in range(6000)),
    "--x\r\n",
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--\r\n',
    '--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--\r\n",
    "--x\r\nContent-Disposition: form-data\r\n\r\nb\r\n--x--\r\n",
    '--x\r\nContent-Disposition: form-data; name="a"; filename="\x00/../x"\r\n\r\nb\r\n--x',
    "--x\r\nContent-Disposition: form-data; name*=utf-8''%ff%fe\r\n\r\nb\r\n--x--\r\n",
    "--x--",
)
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "X" * 300)
