"""Writes of questions: by who asks, who answers, the clock, editors and conversation leaders."""

from network.questions.actions.answering import (
    answer_question,
    edit_answer,
    follow_question,
    remove_answer,
    thank,
    unfollow,
)
from network.questions.actions.asking import QuestionText, ask, show_question_again, withdraw_question
from network.questions.actions.keeping import erase_person, outdate, set_pause
from network.questions.actions.reporting import dismiss, hide, report, restore
from network.questions.actions.routing import follow_up, pass_on
from network.questions.actions.steering import (
    accept_answer,
    call_for_story,
    close_question,
    propose_insight,
    reopen_question,
)

__all__ = [
    "QuestionText",
    "accept_answer",
    "answer_question",
    "ask",
    "call_for_story",
    "close_question",
    "dismiss",
    "edit_answer",
    "erase_person",
    "follow_question",
    "follow_up",
    "hide",
    "outdate",
    "pass_on",
    "propose_insight",
    "remove_answer",
    "reopen_question",
    "report",
    "restore",
    "set_pause",
    "show_question_again",
    "thank",
    "unfollow",
    "withdraw_question",
]
