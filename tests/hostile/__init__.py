"""Attacks on the whole product: other people's hostile strings, forged requests, tricks with time and ids."""
