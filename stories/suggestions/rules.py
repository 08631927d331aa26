"""Which step an editor may take with something from the inbox, on plain values."""

from datetime import timedelta

from stories.suggestions.states import MOVES, SuggestionState

# As long as a relayed message (DECISIONS 16): long enough to come back to an answer.
KEEP_CLOSED = timedelta(days=365)


def may_move(*, now: SuggestionState, to: SuggestionState) -> bool:
    """Decide whether something from the inbox may go from one state to another.

    Once the sender has an answer, it is closed: a second answer would contradict the mail they hold.

    Source: PRODUCT, "Suggestions and additions".
    """
    return to in MOVES[now]
