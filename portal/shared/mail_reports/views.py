"""Where the mail service reports what became of mails. The chosen service alone, and never without its secret."""

import logging

from anymail.exceptions import AnymailConfigurationError, AnymailError
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.shared.mail_reports.services import SERVICES

logger = logging.getLogger("portal.mail_reports")

# What anymail's views raise on words that no mail service sends. Its own error of settings is one of them: that is what
# it calls a report that belongs to another of its views.
UNREADABLE = (
    AnymailError,
    AnymailConfigurationError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    OSError,
    RecursionError,
)


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Take reports of the mail service.

    What can't be read is the sender's fault and answers 400, where anymail's own view answers 500 (RELIABILITY,
    finding 5). A wrong secret answers 403 before anything is read.
    """
    service = SERVICES.get(settings.PORTAL_MAIL_SERVICE)
    if service is None or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    try:
        return service.webhook()(request)
    except SuspiciousOperation:
        return HttpResponseForbidden()
    except DatabaseError:
        raise
    except UNREADABLE as error:
        logger.warning("mail report not read error=%s", type(error).__name__)
        return HttpResponseBadRequest()
