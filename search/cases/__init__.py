"""Cases: values (`case`), who changed what (`changes`), and the boards themselves (`cases`)."""
