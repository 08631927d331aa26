"""Re-exports the models of portal.shared for Django."""

from portal.shared.media.models import PortalDocument, PortalImage, PortalRendition
from portal.shared.pages.models import FourEyesApprovalTask

__all__ = ["FourEyesApprovalTask", "PortalDocument", "PortalImage", "PortalRendition"]
