"""Addresses of looking back: below the exchange under /mijn/, and the notes that the programme team reads."""

from django.urls import path

from events.reflections.views import looking, telling, together, writing

app_name = "reflections"

_HERE = "mijn/uitwisseling/stages/<slug:key>/terugblik/"

urlpatterns = [
    path("mijn/uitwisseling/terugblikken/", looking.notes, name="notes"),
    path(_HERE, looking.detail, name="detail"),
    path(f"{_HERE}schrijven/", writing.write, name="write"),
    path(f"{_HERE}inleveren/", writing.hand_in, name="hand_in"),
    path(f"{_HERE}samen/", together.summary, name="summary"),
    path(f"{_HERE}samen/akkoord/", together.agree, name="agree"),
    path(f"{_HERE}citaten/", together.quotes, name="quotes"),
    path(f"{_HERE}citaten/<slug:quote>/", together.quote, name="quote"),
    path(f"{_HERE}inzicht/", telling.propose, name="propose"),
    path(f"{_HERE}inzicht/<slug:finding>/", telling.finding, name="finding"),
    path(f"{_HERE}verhaal/", telling.story, name="story"),
]
