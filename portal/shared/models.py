"""Re-exports the models of portal.shared for Django."""

from portal.shared.media.models import PortalDocument, PortalImage, PortalRendition

__all__ = ["PortalDocument", "PortalImage", "PortalRendition"]
