"""The loop that does what must happen later: due jobs, and tasks that come round again.

Owns no tables: what to do stands in the apps' own rows (`outbox`), how in the apps' actions, and
`registry` lists both. Promises that a failing job or task stops no other, that each failure is
written where staff see it, and that a worker which dies loses nothing but time.
"""
