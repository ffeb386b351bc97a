"""The paper's identity, palette, contact points, menus and versioned house rules.

Promises: whatever reads them for show declares it.
"""
