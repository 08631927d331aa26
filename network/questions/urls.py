"""Addresses of questions and answers."""

from django.urls import path

from network.questions.views import acting, answers, asking, reading

app_name = "questions"

urlpatterns = [
    path("", reading.question_list, name="list"),
    path("stel/", asking.ask, name="ask"),
    path("verwant/", asking.related, name="related"),
    path("bij-mij/", reading.mine, name="mine"),
    path("niet-meer-volgen/<str:token>/", acting.UnfollowView.as_view(), name="unfollow"),
    path("antwoord/<slug:key>/aanpassen/", answers.edit, name="edit_answer"),
    path("antwoord/<slug:key>/weghalen/", answers.remove, name="remove_answer"),
    path("antwoord/<slug:key>/beste/", answers.choose, name="choose"),
    path("antwoord/<slug:key>/bedankt/", answers.thanks, name="thank"),
    path("antwoord/<slug:key>/voorstellen/", answers.propose, name="propose"),
    path("antwoord/<slug:key>/melden/", acting.report_answer, name="report_answer"),
    path("<slug:key>/", reading.question_detail, name="detail"),
    path("<slug:key>/antwoorden/", acting.answer, name="answer"),
    path("<slug:key>/doorgeven/", acting.hand_over, name="hand_over"),
    path("<slug:key>/volgen/", acting.follow, name="follow"),
    path("<slug:key>/sluiten/", acting.close, name="close"),
    path("<slug:key>/heropenen/", acting.reopen, name="reopen"),
    path("<slug:key>/verbergen/", acting.hide, name="hide"),
    path("<slug:key>/melden/", acting.report_question, name="report"),
]
