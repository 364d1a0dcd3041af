"""Addresses of court files, warrants, tips, parts in supply, and of what links cases."""

from django.urls import path

from . import views

urlpatterns = [
    path("own-cases/", views.own_cases, name="own-cases"),
    path("court/", views.court, name="court"),
    path("court/units/", views.everywhere, name="court-everywhere"),
    path("court/units/<slug:unit>/<slug:what>/", views.waiting_at, name="court-waiting-at"),
    path("court/warrants/new/", views.warrant_new, name="warrant-new"),
    path("court/warrants/<path:number>/pass/", views.warrant_pass, name="warrant-pass"),
    path("court/warrants/<path:number>/served/", views.warrant_serve, name="warrant-serve"),
    path("court/warrants/<path:number>/back/", views.warrant_back, name="warrant-back"),
    path("court/tips/new/", views.tip_new, name="tip-new"),
    path("court/tips/<str:number>/", views.tip_answer, name="tip-answer"),
    path("court/files/<path:number>/send/", views.file_send, name="file-send"),
    path("court/files/<path:number>/back/", views.file_back, name="file-back"),
    path("court/files/<path:number>/result/", views.file_result, name="file-result"),
    path("supply/<path:key>/", views.supply, name="supply"),
    path("links/<path:number>/trace/", views.trace, name="trace"),
    path("links/<path:number>/", views.links, name="links"),
]
