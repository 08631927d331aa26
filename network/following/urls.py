"""Addresses of following and of mail."""

from django.urls import path

from network.following import views

app_name = "following"

urlpatterns = [
    path("volgen/<slug:kind>/<slug:key>/", views.one, name="one"),
    path("mijn/volgen/", views.overview, name="overview"),
    path("mijn/zoekvragen/", views.save, name="save_search"),
    path("mijn/zoekvragen/<slug:key>/", views.saved_search, name="saved_search"),
    path("mijn/mail/", views.mail_choices, name="mail_choices"),
    path("mail-afmelden/<str:secret>/", views.unsubscribe, name="unsubscribe"),
]
