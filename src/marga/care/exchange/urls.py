"""The address at which a centre's list is given."""

from django.urls import path

from . import views

urlpatterns = [path("import/", views.import_list, name="import")]
