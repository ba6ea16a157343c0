"""English verbs of two words, whose second looks like a preposition: "broken into", "knocked over".

Left at the end of what is told of ("a car broken into last night"), the second is none that leads
to a place or a time.
"""

_FORMS_TEXT = """
    break breaks broke broken breaking | kick kicks kicked kicking | run runs ran running
    | knock knocks knocked knocking | tip tips tipped tipping | fall falls fell fallen falling
    | pull pulls pulled pulling | roll rolls rolled rolling | flip flips flipped flipping
    | turn turns turned turning | topple topples toppled toppling | keel keels keeled keeling
    | hand hands handed handing | push pushes pushed pushing | drive drives drove driven driving
    | crash crashes crashed crashing | bump bumps bumped bumping | smash smashes smashed smashing
    | slam slams slammed slamming | look looks looked looking | bash bashes bashed bashing
    | cave caves caved caving | hang hangs hung hanging | walk walks walked walking
    | ride rides rode ridden riding | stand stands stood standing
    | wander wanders wandered wandering
    | loiter loiters loitered loitering | mess messes messed messing | roam roams roamed roaming
    | sit sits sat sitting | gather gathers gathered gathering | shout shouts shouted shouting
    | throw throws threw thrown throwing | stare stares stared staring | spit spits spat spitting
    | point points pointed pointing | shoot shoots shot shooting | wave waves waved waving
    | yell yells yelled yelling | swear swears swore swearing | bark barks barked barking
    | let lets letting | get gets got getting | jump jumps jumped jumping | hold holds held holding
    | climb climbs climbed climbing | step steps stepped stepping | switch switched switching
    | set sets setting | trample tramples trampled trampling | drag drags dragged dragging
    | strap straps strapped strapping | lock locks locked locking
"""
_SECONDS_TEXT = {
    "in": "break kick look smash bash cave run hand pull strap lock",
    "into": "break run crash bump smash slam drive look",
    "over": "knock tip run fall pull roll flip turn topple keel hand push drive",
    "down": "knock fall pull run push break",
    "off": "fall run drive ride walk pull let set switch get",
    "on": "hang hold spit jump climb step switch turn trample",
    "around": "hang walk drive ride run stand wander loiter mess roam sit look gather",
    "about": "hang walk stand wander loiter mess roam sit",
    "at": "shout throw look stare spit point shoot wave yell swear bark",
    "through": "drive run break ride smash",
}


def _forms() -> dict[str, frozenset[str]]:
    """All forms of a verb, by the first."""
    verbs = (verb.split() for verb in _FORMS_TEXT.split("|"))
    return {forms[0]: frozenset(forms) for forms in verbs}


def _verbs() -> dict[str, frozenset[str]]:
    forms = _forms()
    return {
        second: frozenset().union(*(forms[verb] for verb in verbs.split()))
        for second, verbs in _SECONDS_TEXT.items()
    }


VERBS = _verbs()
"""By the second word, in small letters, all forms of the verbs that go with it."""


def is_phrasal(verb: str, second: str) -> bool:
    """Whether two words in small letters are such a verb."""
    return verb in VERBS.get(second, ())
