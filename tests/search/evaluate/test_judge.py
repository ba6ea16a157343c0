"""Right and wrong hits: time, camera, box; near misses; the same first hit."""

from search.evaluate.judge import box_at, found_by, near_miss, same_hit
from tests.search.evaluate.hits import BOX, asked, known, moment, passage, report, span

FAR = (0.8, 0.8, 0.9, 0.95)


def test_a_moment_is_right_if_it_shares_time_on_the_camera() -> None:
    question = asked(known("nvq", 10, 20))
    assert found_by(moment("nvq", 19, 25), question) == {0}
    assert found_by(moment("nvq", 20, 25), question) == frozenset()
    assert found_by(moment("tk", 12, 15), question) == frozenset()


def test_it_must_show_the_object_where_its_boxes_are_known() -> None:
    question = asked(known("nvq", 10, 14, passage((10, BOX), (11, BOX), (12, BOX), (13, BOX))))
    assert found_by(moment("nvq", 10, 13, BOX), question) == {0}
    assert found_by(moment("nvq", 10, 13, FAR), question) == frozenset()
    assert found_by(moment("nvq", 10, 13, (0.0, 0.0, 1.0, 1.0)), question) == {0}
    before = moment("nvq", 0, 11, BOX)
    assert found_by(before, question) == frozenset(), "its best look is 4 s before the object came"


def test_between_two_seconds_the_box_is_on_the_way() -> None:
    way = passage((10, (0.0, 0.0, 0.1, 0.1)), (11, (0.8, 0.8, 0.9, 0.9)))
    middle = box_at(way, span(10.5, 11).after_ms)
    assert middle is not None and abs(middle[0] - 0.4) < 1e-6
    assert box_at(way, span(14, 15).after_ms) is None


def test_one_moment_finds_all_that_passes_in_it() -> None:
    question = asked(known("nvq", 10, 14), known("nvq", 13, 18), known("nvq", 30, 33))
    assert found_by(moment("nvq", 12, 15), question) == {0, 1}


def test_reports_are_right_by_id() -> None:
    question = asked(known("nvq", 10, 14), "r7")
    assert found_by(report("r7"), question) == {1}
    assert found_by(report("r8"), question) == frozenset()


def test_near_misses_say_what_was_seen_instead() -> None:
    other = known("nvq", 40, 44, passage((41, BOX), (42, BOX)))
    question = asked(near_misses=(("other colour", other),))
    assert near_miss(moment("nvq", 40, 43), question) == "other colour"
    assert near_miss(moment("nvq", 40, 43, FAR), question) == ""
    assert near_miss(report("r1"), question) == ""


def test_the_same_hit_of_two_answers() -> None:
    assert same_hit(moment("nvq", 10, 14), moment("nvq", 11, 15))
    assert not same_hit(moment("nvq", 10, 14), moment("nvq", 14, 18))
    assert not same_hit(moment("nvq", 10, 14), moment("tk", 10, 14))
    assert same_hit(report("a"), report("a"))
    assert not same_hit(report("a"), report("b"))
    assert not same_hit(report("a"), moment("nvq", 10, 14))
    assert same_hit(None, None)
    assert not same_hit(None, report("a"))
