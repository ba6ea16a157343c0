"""The video writer: whole files or none, every frame in order, key frames once a second."""

import av
import numpy as np
import pytest

from indexer.errors import StorageFailed
from indexer.video.encode import VideoWriter


def planes(brightness: int) -> np.ndarray:
    return np.full((72 * 3 // 2, 128), brightness, np.uint8)


def test_frames_come_back_in_order_with_their_times(tmp_path) -> None:
    path = tmp_path / "deep" / "footage.mp4"
    with VideoWriter(path, 128, 72, 5) as video:
        for brightness in range(40, 200, 10):
            video.write(planes(brightness))
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    assert [frame.time for frame in frames] == pytest.approx([n / 5 for n in range(16)])
    means = [frame.to_ndarray(format="gray").mean() for frame in frames]
    assert np.diff(means).min() > 5
    assert [n for n, frame in enumerate(frames) if frame.key_frame] == [0, 5, 10, 15]


def test_nothing_is_left_after_a_failure(tmp_path) -> None:
    with pytest.raises(RuntimeError), VideoWriter(tmp_path / "a.mp4", 128, 72, 5) as video:
        video.write(planes(80))
        raise RuntimeError("stopped")
    assert list(tmp_path.iterdir()) == []


def test_the_file_has_its_name_only_when_whole(tmp_path) -> None:
    path = tmp_path / "a.mp4"
    with VideoWriter(path, 128, 72, 5) as video:
        video.write(planes(80))
        assert not path.exists()
    assert path.exists()


def test_odd_sizes_are_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match="even"):
        VideoWriter(tmp_path / "a.mp4", 127, 72, 5)


def test_a_folder_that_cannot_be_made_is_a_storage_failure(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFailed, match="cannot write"):
        VideoWriter(tmp_path / "file" / "a.mp4", 128, 72, 5)
