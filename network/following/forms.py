"""Which mail comes, and how often."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.following.mails import TOPIC
from network.following.models import Digest, SavedSearch
from network.following.states import Rhythm
from network.members.models import Member
from portal.shared.outbox.models import MailRefusal
from portal.shared.outbox.topics import mail_topics


class SearchNameForm(forms.ModelForm):
    """What a saved search is called."""

    class Meta:
        model = SavedSearch
        fields = ("name",)


class MailForm(forms.Form):
    """Every choice about mail in one place."""

    rhythm = forms.ChoiceField(
        label=_("What is new in what I follow"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("One mail at eight in the morning, only when there is something new."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Send me also"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args, member: Member, **kwargs):
        refused = set(
            MailRefusal.objects.filter(recipient_kind="member", recipient_key=member.key).values_list(
                "topic", flat=True
            )
        )
        digest = Digest.objects.filter(member=member).first()
        rhythm = Rhythm.NEVER if TOPIC in refused else (digest.rhythm if digest else Rhythm.WEEKLY)
        others = [topic for topic in mail_topics if topic.name != TOPIC]
        initial = {"rhythm": rhythm, "topics": [topic.name for topic in others if topic.name not in refused]}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["topics"].choices = [(topic.name, f"{topic.label}. {topic.explanation}") for topic in others]
        if not others:
            self.fields.pop("topics")
