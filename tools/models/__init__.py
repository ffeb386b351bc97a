"""Trains, judges and describes the models of `standfirst/moderation/learned`: `make models`.

Needs the labelled sets, which are not in the repository; STANDFIRST_TEST_DATA names their folder.
Promises: documents whose index is divisible by five are never trained on; the same data and the same
versions of the libraries give the same bytes; every figure of `docs/models.md` is written by it.
"""
