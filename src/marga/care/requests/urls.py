"""Addresses for who asks for help, and for who answers."""

from django.urls import path

from . import views

urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("ask/code/", views.ask_code, name="ask-code"),
    path("follow/", views.follow, name="follow"),
    path("answer/", views.answer, name="answer"),
    path("near/", views.near, name="near"),
    path("danger/", views.danger, name="danger"),
    path("requests/", views.requests, name="requests"),
    path("requests/<slug:number>/", views.request_page, name="request"),
    path("requests/<slug:number>/answer/", views.request_answer, name="request-answer"),
    path("requests/<slug:number>/take/", views.request_take, name="request-take"),
    path("requests/<slug:number>/message/", views.request_message, name="request-message"),
    path("requests/<slug:number>/close/", views.request_close, name="request-close"),
]
