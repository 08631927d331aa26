"""What a public question says of itself to search engines (schema.org QAPage)."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from network.questions.contexts import AnswerLine, QuestionPage

# As Django's json_script: nothing in the data can end the script element or open a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def _site() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def _answer(line: AnswerLine, url: str) -> dict[str, object]:
    return {
        "@type": "Answer",
        "text": line.answer.text,
        "dateCreated": line.answer.created_at.isoformat(),
        "upvoteCount": line.answer.thanks_count,
        "url": f"{url}#antwoord-{line.answer.key}",
    }


def question_data(page: QuestionPage) -> SafeString:
    """Give the JSON-LD of a question that everyone may read, else nothing. It names nobody (DECISIONS 15)."""
    if not page.is_public:
        return mark_safe("")
    question, url = page.question, f"{_site()}{page.question.get_absolute_url()}"
    shown = [line for line in page.answers if not line.is_hidden]
    best = [_answer(line, url) for line in shown if line.is_best]
    data = {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "name": question.title,
            "text": question.body or question.title,
            "inLanguage": "nl",
            "url": url,
            "dateCreated": question.asked_at.isoformat(),
            "answerCount": len(shown),
            **({"acceptedAnswer": best[0]} if best else {}),
            "suggestedAnswer": [_answer(line, url) for line in shown if not line.is_best],
        },
    }
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))
