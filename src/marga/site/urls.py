"""Addresses and error handlers that every side has.

A side's `urls` includes this module, and imports the handlers by name: Django looks for them in the root module only.
"""

from django.urls import path

from marga.site import views

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("digits/", views.digits, name="digits"),
]
