"""Shows how a question is understood, which engine answers it, and why each result is found."""

from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.shared.audiences.rules import Viewer
from search.dutch.lexicon import Lexicon
from search.dutch.query import Alternative
from search.dutch.synonyms import current_lexicon
from search.engines.choice import EMBEDDED, engine_in_step, engine_named
from search.results.explaining import reasons_for, why_in_words
from search.results.queries import answer
from search.results.rules import PAGE_SIZE
from search.results.understanding import corrected, stands_in_a_text, understand
from search.results.viewers import viewer_of_email


class Command(BaseCommand):
    help = _("Show how a question is understood (stems, synonyms, compounds, correction) and why results are found.")

    def add_arguments(self, parser):
        parser.add_argument("question")
        parser.add_argument("--as", dest="email", default="", help=_("e-mail address of the member who looks"))
        parser.add_argument(
            "--engine", default="", help=_("embedded or elasticsearch; default: the one of the settings")
        )
        parser.add_argument("--limit", type=int, default=PAGE_SIZE, help=_("how many results to explain, at most ten"))

    def handle(self, *, question, email, engine, limit, **options):
        viewer = viewer_of_email(email) if email else Viewer.anonymous()
        if viewer is None:
            raise CommandError(_("Nobody signs in with %(email)s.") % {"email": email})
        try:
            chosen = engine_named(engine) if engine else engine_in_step()[0]
        except LookupError as error:
            raise CommandError(str(error)) from error
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
        self._explain_results(question, viewer, chosen, limit)

    def _explain_results(self, question, viewer, engine, limit) -> None:
        found = answer(question, viewer=viewer, engine=engine)
        answered = EMBEDDED if found.is_degraded else engine
        self.stdout.write(_("Engine: %(engine)s") % {"engine": answered.name})
        if found.is_degraded:
            self.stdout.write(_("%(engine)s gives no answer.") % {"engine": engine.name})
        if found.is_partial:
            self.stdout.write(_("Nothing holds all your words. These results hold part of them."))
        hits = found.hits[:limit]
        reasons = reasons_for(hits, found.parsed, viewer=viewer, engine=answered)
        for place, (hit, reason) in enumerate(zip(hits, reasons, strict=True), start=1):
            self.stdout.write(f"{place:3}. {hit.title}  [{hit.kind_label}]  {hit.score:.2f}")
            if reason:
                self.stdout.write(f"     {reason.slice} · {why_in_words(reason)}")

    @staticmethod
    def _is_told(one: Alternative, lexicon: Lexicon, slices: Sequence[str]) -> bool:
        """Leave out a compound that the list of words still has, and no text that this viewer may see."""
        public = {phrase for others in lexicon.expansions.values() for phrase in others}
        return len(one.words) > 1 or one.words in public or stands_in_a_text(one.words[0], slices)

    @staticmethod
    def _all(alternatives: tuple[Alternative, ...]) -> str:
        return " | ".join((" " if one.is_phrase else " & ").join(one.words) for one in alternatives)
