"""Every write of reflections."""

from events.reflections.actions.asking import ask_both, open_in_time, remind_writers
from events.reflections.actions.finding import find_insight, propose_finding, release_finding, take_back_finding
from events.reflections.actions.keeping import erase_person, outdate
from events.reflections.actions.quoting import answer_quote, choose_sentences, sentences_of
from events.reflections.actions.rows import side_of
from events.reflections.actions.summing import agree_summary, save_summary, take_back_yes
from events.reflections.actions.telling import begin_story, note_pages, released_quotes
from events.reflections.actions.writing import hand_in, own_reflection, save_reflection

__all__ = [
    "agree_summary",
    "answer_quote",
    "ask_both",
    "begin_story",
    "choose_sentences",
    "erase_person",
    "find_insight",
    "hand_in",
    "note_pages",
    "open_in_time",
    "outdate",
    "own_reflection",
    "propose_finding",
    "release_finding",
    "released_quotes",
    "remind_writers",
    "save_reflection",
    "save_summary",
    "sentences_of",
    "side_of",
    "take_back_finding",
    "take_back_yes",
]
