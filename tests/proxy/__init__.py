"""A proxy of plain sockets between a client and a server on this machine, which spoils what passes as it is told.

`faults` is the table of what can go wrong, `schedule` says which requests it strikes, `relay` carries requests and
answers, `wire` reads and writes them, `certificates` makes what TLS needs.
"""
