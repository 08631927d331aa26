"""What editors read about a finding: what it is, and what helps."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.shared.blocks.checks import LONGEST_SENTENCE, Finding, Problem


@dataclass(frozen=True)
class Advice:
    """The words for one kind of finding."""

    name: str | Promise
    advice: str | Promise


ADVICE = {
    Problem.LONG_SENTENCE: Advice(_("Long sentence"), _("More than %(n)d words. Cut it in two.")),
    Problem.ALT_MISSING: Advice(_("Picture without description"), _("Say what it shows, or mark it as decoration.")),
    Problem.ALT_IS_FILE_NAME: Advice(
        _("Description looks like a file name"), _("Say what the picture shows, as you would on the phone.")
    ),
    Problem.LINK_TEXT: Advice(_("Link text says nothing"), _("Name what the reader finds behind the link.")),
    Problem.HEADING_JUMP: Advice(_("Heading skips a level"), _("Use the larger heading first, then the smaller one.")),
    Problem.DEAD_LINK: Advice(
        _("Dead link"), _("The page or file is gone or offline. Choose another one, or take the link away.")
    ),
}


@dataclass(frozen=True)
class Remark:
    """One finding in words."""

    name: str
    advice: str
    where: str
    excerpt: str


def remark_of(finding: Finding) -> Remark:
    """Put a finding into words."""
    words = ADVICE[finding.problem]
    advice = str(words.advice) % {"n": LONGEST_SENTENCE}
    return Remark(name=str(words.name), advice=advice, where=finding.where, excerpt=finding.excerpt)
