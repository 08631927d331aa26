"""Re-exports the models of portal.shared for Django."""

from portal.shared.audit_log.models import AuditLine
from portal.shared.calendar_days.models import SchoolHoliday
from portal.shared.consents.models import ConsentRecord
from portal.shared.jobs.models import JobRun
from portal.shared.limits.models import RateCount
from portal.shared.links.models import SecretLink
from portal.shared.media.models import PortalDocument, PortalImage, PortalRendition
from portal.shared.outbox.models import MailIntro, MailRefusal, OutboxMail
from portal.shared.pages.models import FourEyesApprovalTask
from portal.shared.registries.models import StorySeed

__all__ = [
    "AuditLine",
    "ConsentRecord",
    "FourEyesApprovalTask",
    "JobRun",
    "MailIntro",
    "MailRefusal",
    "OutboxMail",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "RateCount",
    "SchoolHoliday",
    "SecretLink",
    "StorySeed",
]
