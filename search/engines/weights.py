"""What a match counts for, the same on every engine, so that all rank alike.

Each term of a question counts where it stands: in the title most, in the text least. That it stands there counts, not
how often: a page that lists every name of a role would else rank above the person who holds it, and in a small
collection a common word would count for nothing. The engine's own ranking (bm25, ts_rank) decides between equals only.
"""

TITLE = 10.0
KEYWORDS = 6.0
SUMMARY = 3.0
BODY = 1.0

# What synonyms, compounds and parts count for next to the words typed.
RELATED_WEIGHT = 0.35

# The whole question is the whole title, or one of the keywords: a page, a theme or a role of that very name.
WHOLE = 12.0

# A question asked in words of its own, and a title that is a question.
ASKED = 3.0

# The most that the engine's own ranking adds.
FINE = 1.0
