"""Cases: values (`case`), who changed what (`changes`), boards (`cases`), evidence (`bundle`)."""
