"""What is said to the one who is asked: "could you check if …", "… coi giùm tui nha".

The kinds of words in their order (`kinds`, `words`) tell what opens and what closes a request
(`opening`, `closing`); between the two stands what to look for. `find` puts it together.
"""
