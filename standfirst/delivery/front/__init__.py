"""The front: answers readers from files in memory, hands everything else to the app.

Owns the way from a request to stored bytes (which file, which coding, 200 or 304), the one kept in
memory for each, and the way of every other request to the app and back. Promises: nothing about a
request but its method, path, query, codings and conditions matters for a stored page; nothing that
the app did not write into the page folder is ever stored; a page whose file is gone is gone; what
the app cannot take now is told so at once. Plain Python without Django, so that the process stays
small. An RSGI application, run by `standfirst.cli.front_server`.
"""
