from django.urls import path

from standfirst.notify import views

app_name = "notify"
# Before the discussion's, of whose wishes it might be a secret.
urlpatterns = [path("subscriptions/events/", views.provider_events, name="provider_events")]
