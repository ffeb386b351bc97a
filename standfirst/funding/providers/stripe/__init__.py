"""Stripe: Checkout for gifts, its events, its refunds, its books.

Promises: one version of the API; amounts stay whole numbers; every call ends within the time that
a press of the button is given; an event is read as strictly as a forgery deserves. What Stripe
calls things stays in here: others see truths, bookings and the errors of ``interface``.
"""
