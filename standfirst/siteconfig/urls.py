from django.urls import path

from standfirst.siteconfig import views

app_name = "siteconfig"
urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/<int:version>/", views.rules_version, name="rules_version"),
    path("palette-<str:digest>.css", views.palette, name="palette"),
]
