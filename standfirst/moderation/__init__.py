"""Screens that judge plain values, word lists, and decisions as records.

Promises: a screen that fails holds; a decision is never changed; no callback into other apps.
"""
