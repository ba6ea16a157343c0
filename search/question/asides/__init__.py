"""What is said to the one who is asked: "could you check if …", "… coi giùm tui nha".

The kinds of words in their order (`kinds`, `words`) tell what opens and what closes a request
(`heading`, `opening`, `closing`), and so do English verbs of asking and telling with what follows
them (`parts`, `leading`, `matrix`); between the two stands what to look for. `find` puts it
together. What the labelled questions taught (`edge_features`, `topics`) mends it (`stretch`).
"""
