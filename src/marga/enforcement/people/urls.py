"""Addresses of this part."""

from django.urls import path

from marga.enforcement import addresses

from . import views

_ = addresses  # knows how numbers and keys stand in an address
urlpatterns = [
    path("people/<party:party>/", views.person, name="person"),
    path("people/<party:party>/correct/<slug:field>/", views.correct, name="person-correct"),
    path("people/<party:party>/same/<party:other>/", views.merge, name="person-merge"),
    path("people/<party:party>/apart/<party:one>/<party:other>/", views.unmerge, name="person-unmerge"),
    path("cases/<case:number>/person/", views.add, name="person-add"),
    path("cases/<case:number>/reads/", views.reads_of_case, name="case-reads"),
    path("erasures/", views.erasures, name="erasures"),
    path("erasures/<party:party>/approve/", views.erasure_approve, name="erasure-approve"),
    path("reads/", views.reads, name="reads"),
]
