"""All cameras at once see what each sees alone."""

import numpy as np

from indexer.simulate.cameras import place_cameras
from indexer.simulate.eyes import HEIGHT, WIDTH, Eyes
from indexer.simulate.sightings import cuboid_boxes
from indexer.simulate.things import sample_thing
from indexer.simulate.view import to_road, view_of


def test_each_pose_is_seen_as_by_its_camera_alone() -> None:
    sites, rng = place_cameras(9, 3), np.random.default_rng(1)
    eyes, thing = Eyes(sites), sample_thing(rng)
    cameras = rng.integers(len(sites), size=200)
    feet = np.array([(sites[camera].foot.x, sites[camera].foot.y) for camera in cameras])
    poses = np.column_stack([feet + rng.normal(0, 30, (200, 2)), rng.uniform(0, 360, 200)])
    roads = eyes.to_road(cameras, poses)
    boxes, depths = cuboid_boxes(eyes.views(cameras), thing, roads)
    for number, camera in enumerate(cameras.tolist()):
        alone = to_road(sites[camera], poses[[number]])
        assert np.allclose(roads[number], alone[0])
        box, depth = cuboid_boxes(view_of(sites[camera], WIDTH, HEIGHT), thing, alone)
        assert np.allclose(boxes[number], box[0]) and np.allclose(depths[number], depth[0])
