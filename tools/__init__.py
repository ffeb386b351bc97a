"""Programs for those who work on Standfirst; the product needs none of them."""
