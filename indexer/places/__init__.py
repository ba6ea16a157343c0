"""Where: the places that are known, what a text says of places, and how far it is to a place.

`place` is what all others speak of. `gazetteer` holds the places: those of `streets`, `units` (with
`boundaries`) and `landmarks`, and the `imported` ones, put together of `pieces`; `namesakes` are
those that share a name, `elsewhere` tells of streets that are not there. `grammar` reads a text:
`names` and their `spelling` over `tokens`, then the `mention` of each (`cues`, `phrases`,
`numbers`, `distances`, `evidence`), their `grouping`, what stays `unresolved`, and `relations` for
what is not said. `geometry` tells distances and the cameras of a place.
"""
