from django.urls import include, path

from standfirst.accounts import views

ours = (
    [
        path("", views.profile, name="profile"),
        path("here/", views.here, name="here"),
        path("invitation/<str:token>/", views.invitation, name="invitation"),
    ],
    "accounts",
)

urlpatterns = [
    path("account/", include(ours)),
    # Before allauth's own, whose sign-out knows no cookie of ours.
    path("account/logout/", views.SignOutView.as_view(), name="account_logout"),
    path("account/", include("allauth.account.urls")),
]
