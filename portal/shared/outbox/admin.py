"""Mail in /beheer/: the editors' opening words, and what became of each mail (RELIABILITY G12)."""

from django import forms
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from portal.shared.outbox.models import MailIntro, OutboxMail
from portal.shared.outbox.previews import mail_samples


class LookOnlyPolicy(ModelPermissionPolicy):
    """Lets people with the view permission look; nobody changes rows here, superusers neither."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions)


class OutboxMailViewSet(ModelViewSet):
    """The mail log, without the content of any mail."""

    model = OutboxMail
    menu_label = _("Mail log")
    icon = "mail"
    list_display = ["purpose", "state", "attempts", "created_at", "sent_at", "report", "last_error"]
    list_filter = ["state", "report", "purpose"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "purpose", "to", "state", "attempts", "created_at", "next_attempt_at", "sent_at", "report", "reported_at",
        "last_error", "message_id",
    ]  # fmt: skip
    form_fields = ["state"]
    add_to_reference_index = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Offer the list and the details of a mail, and no address that changes one."""
        return [url for url in super().get_urlpatterns() if url.name in {"index", "index_results", "inspect"}]


def mails_by_subject() -> list[tuple[str, str]]:
    """Offer every purpose by the subject that people know the mail by."""
    subjects = {sample.purpose: sample.render().subject for sample in mail_samples}
    return [("", "---------"), *sorted(subjects.items(), key=lambda pair: pair[1].casefold())]


class MailIntroViewSet(ModelViewSet):
    model = MailIntro
    menu_label = _("Opening words of mails")
    icon = "openquote"
    list_display = ["purpose", "text"]
    search_fields = ["purpose", "text"]
    panels = [FieldPanel("purpose", widget=forms.Select(choices=mails_by_subject)), FieldPanel("text")]
    copy_view_enabled = False
