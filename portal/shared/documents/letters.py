"""Which characters a PDF can show with the fonts it carries; a document for screen readers may hold no others."""

# What Atkinson, Bricolage and the fonts inside typst hold between them: Latin, Greek, Cyrillic, punctuation, arrows,
# mathematics and signs. tests/shared/test_documents.py sets every one of them.
_SHOWN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x377), (0x37A, 0x37F), (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1),
    (0x3A3, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x2040), (0x2044, 0x2052), (0x20A0, 0x20BF),
    (0x2100, 0x211E), (0x2122, 0x2122), (0x2126, 0x214F), (0x2190, 0x22FF), (0x25A0, 0x2606), (0x2609, 0x262F),
    (0x2638, 0x268B), (0x2701, 0x2704), (0x2706, 0x2709), (0x270C, 0x2714), (0x2717, 0x2726), (0x272A, 0x274B),
    (0x2761, 0x277F), (0x2798, 0x27AF), (0x27B1, 0x27BF),
)  # fmt: skip
_CODES = frozenset(code for first, last in _SHOWN for code in range(first, last + 1))
# Line ends stay; what only joins or tints other characters goes without a trace.
_SILENT = frozenset({0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)})
STAND_IN = "□"


def shown_characters() -> str:
    """Give every character that is shown as it is, in order."""
    return "".join(map(chr, sorted(_CODES - _SILENT)))


def printable(text: str) -> str:
    """Give a text with only characters that can be shown.

    Line ends become one kind, tabs become spaces, invisible joiners and control characters go, and any other character
    without a glyph (an emoji, Chinese) becomes a square, so that a reader sees that something stood there.

    Parameters:
        text: What someone typed.
    """
    shown: list[str] = []
    for char in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "):
        code = ord(char)
        if char == "\n" or (code in _CODES and code not in _SILENT):
            shown.append(char)
        elif code not in _SILENT and code >= 0xA0:
            shown.append(STAND_IN)
    return "".join(shown)
