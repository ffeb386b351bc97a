from django.urls import path

from standfirst.funding import views

app_name = "funding"

urlpatterns = [
    path("support/", views.support, name="support"),
    path("support/gift/<str:secret>/", views.gift, name="gift"),
    path("support/gift/<str:secret>/status/", views.gift_status, name="gift_status"),
    path("support/gift/<str:secret>/shown/", views.change_shown, name="change_shown"),
    path("support/gift/<str:secret>/receipt.pdf", views.receipt, name="receipt"),
    path("support/gift/<str:secret>/transfer.svg", views.transfer_image, name="transfer_image"),
    path("support/rehearsal/<str:ref>/", views.rehearsal, name="rehearsal"),
    path("support/events/<slug:provider>/", views.provider_event, name="event"),
    path("support/<slug:slug>/", views.campaign, name="campaign"),
    path("support/<slug:slug>/thanks/", views.thanks, name="thanks"),
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/entries.csv", views.ledger_csv, name="ledger_csv"),
    path("ledger/entries.json", views.ledger_json, name="ledger_json"),
    path("ledger/<slug:slug>/", views.campaign_ledger, name="campaign_ledger"),
    path("ledger/<slug:slug>/entries.csv", views.campaign_csv, name="campaign_csv"),
    path("ledger/<slug:slug>/entries.json", views.campaign_json, name="campaign_json"),
]
