"""What moves a paper in and out: one package per foreign format, and the record of what was moved.

Owns the importers' reading, planning and accounting, and the table that says which thing of which
source became which of ours, so that an import can be interrupted, resumed and repeated. Promises
that a file is read to its end before anything is written, that nothing in it is dropped without
being named and counted, and that everything is written through the actions of the app that owns it.
"""
