from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from standfirst.newsroom.rich_text import PublicPageLinkHandler


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def register_public_links(features: FeatureRegistry) -> None:
    """Resolve links between pages by what is public."""
    features.register_link_type(PublicPageLinkHandler)
