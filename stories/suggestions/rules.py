"""Which step an editor may take with something from the inbox, on plain values."""

from stories.suggestions.states import MOVES, SuggestionState


def may_move(*, now: SuggestionState, to: SuggestionState) -> bool:
    """Decide whether something from the inbox may go from one state to another.

    Once the sender has an answer, it is closed: a second answer would contradict the mail they hold.

    Source: PRODUCT, "Suggestions and additions".
    """
    return to in MOVES[now]
