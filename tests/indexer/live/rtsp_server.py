"""A GStreamer RTSP server on loopback, run by the system's Python: FILE PORT (0: any free one).

It prints its port when it listens. Each client gets the file from its beginning, at its own pace.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service(sys.argv[2])
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch(
    f"( filesrc location={sys.argv[1]} ! qtdemux ! h264parse config-interval=-1"
    " ! rtph264pay name=pay0 pt=96 )"
)
server.get_mount_points().add_factory("/street", factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
