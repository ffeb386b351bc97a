"""The root address table: whose address is what. Wagtail's pages come last."""

from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from standfirst.config import sitemaps, views
from standfirst.config.api import api, api_docs, no_such_thing, openapi
from standfirst.desk.approval_views import Approval
from standfirst.newsroom.views import serve_page

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("live/", views.no_live_events, name="live"),
    # One door: Wagtail's own ways to start a session are routed to it, before Wagtail's addresses.
    path("admin/login/", views.to_sign_in, name="staff_sign_in"),
    re_path(r"^admin/password_reset/", views.to_password_reset, name="staff_password_reset"),
    path("_util/login/", views.to_sign_in, name="wagtailcore_login"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail_views.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    # Wagtail's dashboard approves there; ours is asked first (`desk.approval_views`).
    path(
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(never_cache(Approval.as_view())),
        name="desk_approval",
    ),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail takes any number of figures for an id, and fails on more than Python reads.
    re_path(r"^documents/\d{16,}/", views.nowhere, name="nowhere"),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", views.rendition, name="media"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap"),
    path("api/v1/", api_docs, name="api_docs"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
    re_path(r"^api/", no_such_thing, name="no_such_thing"),
    path("", include("standfirst.accounts.urls")),
    path("", include("standfirst.siteconfig.urls")),
    path("", include("standfirst.notify.urls")),
    path("", include("standfirst.moderation.urls")),
    path("", include("standfirst.discussion.urls")),
    path("", include("standfirst.funding.urls")),
    path("", include("standfirst.newsroom.urls")),
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
]

handler404 = "standfirst.config.views.not_found"
handler500 = "standfirst.config.views.server_error"
