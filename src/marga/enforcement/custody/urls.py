"""Addresses of custody: the board, the alerts, a custody by its key, and each act in it."""

from django.urls import path

from marga.enforcement import addresses

from . import views

_ = addresses  # knows how numbers and keys stand in an address
urlpatterns = [
    path("held/", views.board, name="board"),
    path("held/all/", views.everywhere, name="held-everywhere"),
    path("held/alerts/", views.alerts, name="alerts"),
    path("people/<party:party>/outcome/", views.outcome, name="outcome"),
    path("held/<path:key>/do/<slug:what>/", views.deed, name="deed"),
    path("held/<path:key>/interviews/<int:number>/", views.interview, name="interview"),
    path("held/<path:key>/interviews/<int:number>/pages/<int:leaf>/", views.page, name="interview-page"),
    path("held/<path:key>/", views.custody, name="custody"),
]
