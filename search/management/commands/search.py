"""Answers a question in the terminal, as anybody or as a member."""

import json
from html import unescape

from django.core.management.base import BaseCommand, CommandError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared.audiences.rules import Viewer
from search.engines.choice import engine_named
from search.meaning.readiness import make_ready
from search.results.explaining import Reason, reasons_for, why_in_words
from search.results.hits import Hit
from search.results.queries import Answer, answer
from search.results.rules import LAST_PAGE, PAGE_SIZE
from search.results.viewers import viewer_of_email


class Command(BaseCommand):
    help = _("Search as the site does; without --as, what everybody may find.")

    def add_arguments(self, parser):
        parser.add_argument("question")
        parser.add_argument("--as", dest="email", default="", help=_("e-mail address of the member who looks"))
        parser.add_argument("--limit", type=int, default=PAGE_SIZE, help=_("how many results to show"))
        parser.add_argument("--json", dest="as_json", action="store_true", help=_("machine-readable output"))
        parser.add_argument(
            "--engine", default="", help=_("embedded or elasticsearch; default: the one of the settings")
        )

    def handle(self, *, question, email, limit, as_json, engine, **options):
        viewer = Viewer.anonymous()
        if email:
            viewer = viewer_of_email(email)
            if viewer is None:
                raise CommandError(_("Nobody signs in with %(email)s.") % {"email": email})
        if limit < 1:
            raise CommandError(_("--limit must be 1 or more."))
        try:
            chosen = engine_named(engine) if engine else None
        except LookupError as error:
            raise CommandError(str(error)) from error
        # A page never waits for the encoder, a command does.
        make_ready()
        pages = [answer(question, viewer=viewer, engine=chosen)]
        while sum(len(page.hits) for page in pages) < limit and len(pages) * PAGE_SIZE < pages[0].total:
            if len(pages) == LAST_PAGE:
                break
            pages.append(answer(question, viewer=viewer, engine=chosen, page=len(pages) + 1))
        write = self._write_json if as_json else self._write_text
        hits = [hit for page in pages for hit in page.hits][:limit]
        write(pages[0], hits, reasons_for(hits, pages[0].parsed, viewer=viewer, engine=chosen))

    def _write_json(self, first: Answer, hits: list[Hit], reasons: list[Reason | None]) -> None:
        found = {
            "question": first.question,
            "meant": first.meant,
            "partial": first.is_partial,
            "total": first.total,
            "facets": {
                name: [{"value": choice.value, "label": str(choice.label), "count": choice.count} for choice in choices]
                for name, choices in first.facets.items()
            },
            "hits": [
                {
                    "kind": hit.kind,
                    "key": hit.object_key,
                    "title": hit.title,
                    "url": hit.url,
                    "score": round(hit.score, 4),
                    "why": _why(reason),
                    "schools": list(hit.schools),
                }
                for hit, reason in zip(hits, reasons, strict=True)
            ],
            "related": [
                {
                    "kind": hit.kind,
                    "key": hit.object_key,
                    "title": hit.title,
                    "url": hit.url,
                    "score": round(hit.score, 4),
                }
                for hit in first.related
            ],
        }
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))

    def _write_text(self, first: Answer, hits: list[Hit], reasons: list[Reason | None]) -> None:
        if first.meant:
            self.stdout.write(
                _("Nothing for “%(question)s”; these are the results for “%(meant)s”.")
                % {"question": first.question, "meant": first.meant}
            )
        if first.is_partial:
            self.stdout.write(_("Nothing holds all your words. These results hold part of them."))
        total = first.total
        self.stdout.write(ngettext("%(total)s result", "%(total)s results", total) % {"total": total})
        for place, (hit, reason) in enumerate(zip(hits, reasons, strict=True), start=1):
            self.stdout.write(f"{place:3}. {hit.title}  [{hit.kind_label}]  {hit.url}  {hit.score:.2f}")
            if hit.excerpt_html:
                self.stdout.write(f"     {unescape(strip_tags(hit.excerpt_html))}")
            if reason:
                self.stdout.write(f"     {why_in_words(reason)}")
        for hit in first.related:
            related = _("related")
            self.stdout.write(f"  {related}: {hit.title}  [{hit.kind_label}]  {hit.url}  {hit.score:.2f}")


def _why(reason: Reason | None) -> dict | None:
    if reason is None:
        return None
    return {
        "boost": reason.boost,
        "terms": [
            {
                "term": term.term,
                "score": None if term.score is None else round(term.score, 4),
                "found": [
                    {"words": found.words, "fields": list(found.fields), "typed": found.is_typed}
                    for found in term.found
                ],
            }
            for term in reason.terms
        ],
    }
