from django.urls import path

from standfirst.moderation import appeal_views, views

app_name = "moderation"
urlpatterns = [
    path("statement/", views.statements, name="statements"),
    path("statement/<slug:secret>/", views.statement, name="statement"),
    path("rules/figures/", views.figures, name="figures"),
    path("rules/figures/<int:year>/", views.figures_of_year, name="figures_of_year"),
    path("rules/figures/<int:year>.json", views.figures_json, name="figures_json"),
    path("rules/figures/<int:year>.csv", views.figures_csv, name="figures_csv"),
    path("statement/<slug:secret>/appeal/", appeal_views.appeal_statement, name="appeal_statement"),
    path("report/<slug:secret>/appeal/<int:pk>/", appeal_views.appeal_notice, name="appeal_notice"),
    path("appeal/<slug:secret>/", appeal_views.appeal, name="appeal"),
]
