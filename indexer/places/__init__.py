"""Where: the gazetteer (`place`, `gazetteer`, `units`, `streets`), what a text says of places (`grammar`), and how far a point is from a place (`geometry`)."""
