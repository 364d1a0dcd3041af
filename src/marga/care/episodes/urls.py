"""Addresses of episodes."""

from django.urls import path

from . import views

urlpatterns = [
    path("stays/<str:key>/episode/", views.episode, name="episode"),
    path("stays/<str:key>/plan/", views.plan, name="plan"),
    path("stays/<str:key>/plan/agree/", views.plan_agree, name="plan-agree"),
    path("stays/<str:key>/session/", views.session_new, name="session-new"),
    path("stays/<str:key>/measure/", views.episode_review, name="episode-review"),
    path("stays/<str:key>/measure-exit/", views.episode_exit, name="episode-exit"),
    path("stays/<str:key>/return/", views.return_plan, name="return-plan"),
    path("stays/<str:key>/hand-over/", views.hand_over, name="hand-over"),
    path("stays/<str:key>/appeals/", views.appeals, name="appeals"),
    path("stays/<str:key>/appeals/new/", views.appeal_new, name="appeal-new"),
    path("appeals/<str:key>/decide/", views.appeal_decide, name="appeal-decide"),
]
