"""Addresses of contributing: /mijn/bijdragen/ for members, /meelezen/ for readers with a secret link."""

from django.urls import path

from stories.contributions.views import keeping, reviews, writing

app_name = "contributions"

urlpatterns = [
    path("mijn/bijdragen/", keeping.contribution_list, name="list"),
    path("mijn/bijdragen/nieuw/", writing.start, name="start"),
    path("mijn/bijdragen/nieuw/<int:seed>/", writing.start_with, name="start_with"),
    path("mijn/bijdragen/<slug:key>/", keeping.detail, name="detail"),
    path("mijn/bijdragen/<slug:key>/schrijven/<slug:step>/", writing.write_step, name="step"),
    path("mijn/bijdragen/<slug:key>/schrijven/<slug:step>/bewaren/", writing.autosave, name="autosave"),
    path("mijn/bijdragen/<slug:key>/foto/<uuid:picture>/weghalen/", writing.drop_picture, name="drop_picture"),
    path("mijn/bijdragen/<slug:key>/intrekken/", keeping.withdraw, name="withdraw"),
    path("mijn/bijdragen/<slug:key>/verder/", keeping.reopen, name="reopen"),
    path("mijn/bijdragen/<slug:key>/redactie/", keeping.desk, name="desk"),
    path("mijn/bijdragen/<slug:key>/meelezers/", reviews.invite, name="invite"),
    path("mijn/bijdragen/<slug:key>/meelezers/<slug:review>/intrekken/", reviews.revoke, name="revoke"),
    path("meelezen/bedankt/", reviews.review_done, name="review_done"),
    path("meelezen/<str:token>/", reviews.ReviewView.as_view(), name="review"),
    path("meelezen/<str:token>/foto/<int:image>/", reviews.ReviewPictureView.as_view(), name="review_picture"),
]
