"""Addresses of bulletins: public pages, and the statistician's desk."""

from django.urls import path

from marga.authority.bulletins import desk, views

urlpatterns = [
    path("bulletins/", views.bulletin_index, name="bulletins"),
    path("bulletins/changes/", views.changes_page, name="changes"),
    path("bulletins/calendar/", views.calendar, name="calendar"),
    path("bulletins/coverage/", views.coverage_page, name="coverage"),
    path("bulletins/<slug:slug>/", views.bulletin_page, name="bulletin"),
    path("bulletins/<slug:slug>/<int:revision>/", views.bulletin_page, name="bulletin-revision"),
    path("bulletins/<slug:slug>/<int:revision>/<str:name>", views.bulletin_file, name="bulletin-file"),
    path("figures/", views.figure_index, name="figures"),
    path("figures/<slug:name>/", views.figure, name="figure"),
    path("figures/<slug:name>.<str:format>", views.figure_download, name="figure-download"),
    path("desk/", desk.desk, name="desk"),
    path("desk/collect/", desk.collect, name="desk-collect"),
    path("desk/order/", desk.order, name="desk-order"),
    path("desk/announce/", desk.announce, name="desk-announce"),
    path("desk/drafts/<int:number>/", desk.draft, name="draft"),
    path("desk/drafts/<int:number>/preview/", desk.preview, name="draft-preview"),
    path("desk/drafts/<int:number>/stop/", desk.stop, name="draft-stop"),
    path("desk/drafts/<int:number>/again/", desk.again, name="draft-again"),
    path("desk/drafts/<int:number>/submit/", desk.submit, name="draft-submit"),
    path("desk/drafts/<int:number>/approve/", desk.approve, name="draft-approve"),
    path("desk/drafts/<int:number>/back/", desk.send_back, name="draft-back"),
    path("desk/drafts/<int:number>/publish/", desk.publish, name="draft-publish"),
]
