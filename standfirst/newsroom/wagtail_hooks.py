from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from standfirst.newsroom.rich_text import DeclaredDocumentLinkHandler, PublicPageLinkHandler


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def register_public_links(features: FeatureRegistry) -> None:
    """Resolve links between pages by what is public, and note the files that are linked."""
    features.register_link_type(PublicPageLinkHandler)
    features.register_link_type(DeclaredDocumentLinkHandler)
