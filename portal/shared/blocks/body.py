"""The blocks a text is built from. Two levels deep at most, in named groups, each with a preview (ENGINEERING 4)."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock

from portal.shared.media.access import is_open

WRITING = _("Writing")
SHOWING = _("Showing")
POINTING = _("Pointing on")

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings and lists."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = WRITING
        template = "blocks/text.html"
        description = _("Paragraphs, headings and lists. Use a heading about every four paragraphs.")
        preview_value = "<h2>Wat deden we?</h2><p>We spraken met het team af wie welke vraag beantwoordt.</p>"


class PictureBlock(blocks.StructBlock):
    """A picture with its description, caption and credit.

    One of a closed collection shows in previews only: those of /beheer/, and where `shows_drafts` is in the context.
    For who has no account, `drafts_at` in the context is the address below which the pictures of the draft stand.
    """

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        group = SHOWING
        template = "blocks/picture.html"
        description = _("A picture with a description for those who can't see it. The credit comes from the picture.")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        around = parent_context or {}
        is_preview = around.get("shows_drafts") or getattr(around.get("request"), "is_preview", False)
        image, drafts_at = value["image"], around.get("drafts_at")
        is_public = bool(image) and is_open(image)
        return context | {
            "is_shown": bool(image) and (bool(is_preview or drafts_at) or is_public),
            "draft_url": f"{drafts_at}{image.pk}/" if image and drafts_at and not is_public else "",
        }


class QuoteBlock(blocks.StructBlock):
    """What someone said, with their consent."""

    text = blocks.TextBlock(label=_("Quote"), max_length=400, rows=3)
    name = blocks.CharBlock(label=_("Who says this?"), max_length=120)
    consent_note = blocks.CharBlock(
        label=_("Consent"),
        required=False,
        max_length=200,
        help_text=_("Who agreed, when and how. Not shown on the site."),
    )
    consent_until = blocks.DateBlock(label=_("Consent ends on"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = WRITING
        template = "blocks/quote.html"
        description = _("One or two sentences in someone's own words.")
        label_format = "{name}"
        preview_value = {
            "text": "Ik begin nu elk gesprek met de les, niet met de knop.",
            "name": "Docent verpleegkunde",
        }


class AdviceBlock(blocks.StructBlock):
    """One piece of advice; its kind is set by the subclass."""

    text = blocks.TextBlock(label=_("Advice"), max_length=400, rows=2)

    class Meta:
        group = WRITING
        template = "blocks/advice.html"
        label_format = "{text}"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["kind"] = self.kind
        return context


class DoBlock(AdviceBlock):
    """Something that worked."""

    kind = "do"

    class Meta:
        icon = "check"
        label = _("Do")
        description = _("One thing that worked, as advice to a colleague.")
        preview_value = {"text": "Leg de vaste dag vast in de jaartaak."}


class DontBlock(AdviceBlock):
    """Something that went wrong."""

    kind = "dont"

    class Meta:
        icon = "cross"
        label = _("Don't")
        description = _("One thing that went wrong, so that a colleague can skip it.")
        preview_value = {"text": "Begin niet met een apparaat en zoek daarna een les."}


class TipBlock(AdviceBlock):
    """A small practical tip."""

    kind = "tip"

    class Meta:
        icon = "help"
        label = _("Tip")
        description = _("A small practical tip.")
        preview_value = {"text": "Neem zelf een verlengsnoer mee."}


class FiguresBlock(blocks.StructBlock):
    """A small table of figures with a caption."""

    caption = blocks.CharBlock(label=_("Caption"), max_length=200, help_text=_("What does the table show?"))
    table = TypedTableBlock(
        [("text", blocks.CharBlock(required=False)), ("number", blocks.DecimalBlock(required=False))]
    )

    class Meta:
        icon = "table"
        label = _("Table of figures")
        group = SHOWING
        template = "blocks/figures.html"
        description = _("A few figures in rows. The first row and column become headings.")


class VideoBlock(blocks.StructBlock):
    """A film of another site, loaded only after a click: until then nothing of the visitor goes there."""

    video = EmbedBlock(label=_("Address of the film"))
    title = blocks.CharBlock(label=_("What is the film about?"), max_length=150)
    transcript = blocks.RichTextBlock(label=_("The film in text"), required=False, features=SHORT_FEATURES)

    class Meta:
        icon = "media"
        label = _("Film")
        group = SHOWING
        template = "blocks/video.html"
        description = _("A film with captions. The visitor decides whether to load it.")


class DownloadBlock(blocks.StructBlock):
    """A file to take along. Of one in a closed collection a text names nothing: it may be read by anyone."""

    document = DocumentChooserBlock(label=_("File"))
    text = blocks.CharBlock(label=_("What is in it?"), max_length=200)

    class Meta:
        icon = "download"
        label = _("Download")
        group = POINTING
        template = "blocks/download.html"
        description = _("A file to take along, with one sentence on what is in it.")

    def get_context(self, value, parent_context=None):
        document = value["document"]
        context = super().get_context(value, parent_context)
        return context | {"document": document if document and is_open(document) else None}


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Give the blocks every text may use; a subject adds its own behind them."""
    return [
        ("text", TextBlock()),
        ("quote", QuoteBlock()),
        ("do", DoBlock()),
        ("dont", DontBlock()),
        ("tip", TipBlock()),
        ("picture", PictureBlock()),
        ("figures", FiguresBlock()),
        ("video", VideoBlock()),
        ("download", DownloadBlock()),
    ]
