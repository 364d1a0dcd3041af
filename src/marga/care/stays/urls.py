"""Addresses of waiting, offers and stays."""

from django.urls import path

from . import views

urlpatterns = [
    path("waiting/", views.waiting, name="waiting"),
    path("clients/<slug:number>/wait/", views.wait_begin, name="wait-begin"),
    path("waits/<str:key>/", views.wait, name="wait"),
    path("waits/<str:key>/change/", views.wait_change, name="wait-change"),
    path("waits/<str:key>/pause/", views.wait_pause, name="wait-pause"),
    path("waits/<str:key>/resume/", views.wait_resume, name="wait-resume"),
    path("waits/<str:key>/drop/", views.wait_drop, name="wait-drop"),
    path("waits/<str:key>/offer/<str:ward>/", views.offer, name="offer"),
    path("offers/<str:key>/refuse/", views.offer_refuse, name="offer-refuse"),
    path("stays/", views.stays, name="stays"),
    path("clients/<slug:number>/stay/", views.stay_begin, name="stay-begin"),
    path("stays/<str:key>/", views.stay, name="stay"),
    path("stays/<str:key>/move/", views.stay_move, name="stay-move"),
    path("stays/<str:key>/basis/", views.stay_basis, name="stay-basis"),
    path("stays/<str:key>/review/", views.stay_review, name="stay-review"),
    path("stays/<str:key>/leave/", views.stay_leave, name="stay-leave"),
    path("stays/<str:key>/end/", views.stay_end, name="stay-end"),
]
