"""Shows how a question is understood."""

from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.shared.audiences.rules import Viewer
from search.dutch.lexicon import Lexicon
from search.dutch.query import Alternative
from search.dutch.synonyms import current_lexicon
from search.results.understanding import corrected, stands_in_a_text, understand
from search.results.viewers import viewer_of_email


class Command(BaseCommand):
    help = _("Show how a question is understood: stems, synonyms, compounds, correction.")

    def add_arguments(self, parser):
        parser.add_argument("question")
        parser.add_argument("--as", dest="email", default="", help=_("e-mail address of the member who looks"))

    def handle(self, *, question, email, **options):
        viewer = viewer_of_email(email) if email else Viewer.anonymous()
        if viewer is None:
            raise CommandError(_("Nobody signs in with %(email)s.") % {"email": email})
        lexicon, slices = current_lexicon(), viewer.slices()
        parsed = understand(question, lexicon=lexicon, slices=slices)
        self.stdout.write(_("Slices: %(slices)s") % {"slices": ", ".join(slices)})
        if not parsed.terms:
            self.stdout.write(_("Only common words: nothing to search for."))
        for term in parsed.terms:
            self.stdout.write(f"{term.text}: {self._all(term.typed)}")
            related = tuple(one for one in term.related if self._is_told(one, lexicon, slices))
            if related:
                self.stdout.write("   + " + self._all(related))
        meant = corrected(question, lexicon=lexicon, slices=slices)
        if meant:
            self.stdout.write(_("If nothing is found: %(meant)s") % {"meant": meant})

    @staticmethod
    def _is_told(one: Alternative, lexicon: Lexicon, slices: Sequence[str]) -> bool:
        """Leave out a compound that the list of words still has, and no text that this viewer may see."""
        public = {phrase for others in lexicon.expansions.values() for phrase in others}
        return len(one.words) > 1 or one.words in public or stands_in_a_text(one.words[0], slices)

    @staticmethod
    def _all(alternatives: tuple[Alternative, ...]) -> str:
        return " | ".join((" " if one.is_phrase else " & ").join(one.words) for one in alternatives)
