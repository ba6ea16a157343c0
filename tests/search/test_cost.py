"""The cost rule: few rows are compared one by one, and so are those where codes save nothing."""

from indexer.quantised import CANDIDATES_A_HIT, MEASURED_AT
from search.cost import CANDIDATE_ROWS, compared, is_wide, pays, piece_rows


def test_a_question_is_wide_from_half_a_million_rows_of_512_on() -> None:
    assert not is_wide(125_000, 512) and not is_wide(480_000, 512)
    assert is_wide(500_000, 512)
    assert not is_wide(480_000 * 512 // 768, 768) and is_wide(500_000 * 512 // 768, 768)


def test_codes_pay_while_few_of_the_rows_are_candidates() -> None:
    least = CANDIDATE_ROWS * CANDIDATES_A_HIT * MEASURED_AT
    assert pays(least + 1, 10, 1) and not pays(least, 10, 1)
    assert pays(4 * least + 1, 4 * MEASURED_AT, 1) and not pays(4 * least, 4 * MEASURED_AT, 1)
    assert pays(4 * least + 1, 10, 8) and not pays(4 * least, 10, 8)


def test_of_twice_as_many_shards_as_many_candidates_more_are_compared() -> None:
    one = CANDIDATES_A_HIT * MEASURED_AT
    numbers = [compared(10, shards) for shards in (0, 1, 2, 4, 8, 9)]
    assert numbers == [one, one, 2 * one, 3 * one, 4 * one, 5 * one]


def test_a_question_of_a_few_cameras_is_one_piece() -> None:
    assert 1_250 < piece_rows(512) < 25_000 / 2
    assert piece_rows(256) == 2 * piece_rows(512)
