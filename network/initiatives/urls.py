"""Addresses of joint actions ("Samen optrekken")."""

from django.urls import path

from network.initiatives.views import joining, leading, proposing, reading

app_name = "initiatives"

urlpatterns = [
    path("", reading.initiative_list, name="list"),
    path("nieuw/", proposing.propose, name="propose"),
    path("voorstellen/", proposing.proposals, name="proposals"),
    path("afmelden/<str:token>/", joining.Unsubscribe.as_view(), name="unsubscribe"),
    path("<slug:key>/", reading.initiative_detail, name="detail"),
    path("<slug:key>/beoordelen/", proposing.judge, name="judge"),
    path("<slug:key>/mail/", joining.news_mail, name="news_mail"),
    path("<slug:key>/meedoen/", joining.join, name="join"),
    path("<slug:key>/overnemen/", joining.take_the_lead, name="take_over"),
    path("<slug:key>/weggaan/", joining.leave, name="leave"),
    path("<slug:key>/school-weg/<slug:part>/", joining.withdraw, name="withdraw"),
    path("<slug:key>/regie/", leading.desk, name="desk"),
    path("<slug:key>/regie/afronden/", leading.end, name="end"),
    path("<slug:key>/regie/nieuws/", leading.update, name="update"),
    path("<slug:key>/regie/overdragen/", leading.pass_on, name="hand_over"),
    path("<slug:key>/regie/school/<slug:part>/", leading.answer, name="answer"),
    path("<slug:key>/regie/starten/", leading.start, name="start"),
    path("<slug:key>/regie/stap/", leading.new_step, name="new_step"),
    path("<slug:key>/regie/stap/<slug:plan_step>/", leading.step, name="step"),
    path("<slug:key>/regie/tekst/", leading.edit, name="edit"),
    path("<slug:key>/regie/versturen/", leading.submit, name="submit"),
    path("<slug:key>/regie/weg/", leading.delete, name="delete"),
]
