"""Serves S3 from the current folder by OpenStack Swift: proxy, account, container and object server in one process.

Usage: serve-swift.py PORT ACCOUNT_PORT CONTAINER_PORT OBJECT_PORT
It runs with what Debian's package python3-swift contains. Data stay in the folder, for the next start.
"""
import os
import sys

import eventlet
from swift.common import utils

FOLDER = os.getcwd()
PORT, *BACKENDS = (int(port) for port in sys.argv[1:])
PORTS = dict(zip(("account", "container", "object"), BACKENDS))

SWIFT = """
[swift-hash]
swift_hash_path_suffix = test

[storage-policy:0]
name = only
default = yes
"""

PROXY = """
[DEFAULT]
swift_dir = {folder}

[pipeline:main]
pipeline = catch_errors gatekeeper listing_formats s3api tempauth slo proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
node_timeout = 30
# A request whose backend fails is not repeated on other nodes: there are none.
request_node_count = 1
# By default, a node with ten errors is not asked for a minute: others are. Here, the whole store would be away for it.
error_suppression_limit = 1000000

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:gatekeeper]
use = egg:swift#gatekeeper

[filter:listing_formats]
use = egg:swift#listing_formats

[filter:s3api]
use = egg:swift#s3api
auth_pipeline_check = false
# Lists come in several pages already in tests.
max_bucket_listing = 10

[filter:tempauth]
use = egg:swift#tempauth
user_pawprint_owner = owning .admin
# Signs in, and has no right to anything.
user_pawprint_stranger = looking

[filter:slo]
use = egg:swift#slo
"""

BACKEND = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}
mount_check = false
disable_fallocate = true
fallocate_reserve = 0

[pipeline:main]
pipeline = {kind}-server

[app:{kind}-server]
use = egg:swift#{kind}
"""


def write(name, text):
    path = os.path.join(FOLDER, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def write_ring(kind, port):
    from swift.common.ring import RingBuilder

    ring = RingBuilder(part_power=2, replicas=1, min_part_hours=1)
    device = {"region": 1, "zone": 1, "weight": 1, "device": "data", "ip": "127.0.0.1", "port": port}
    ring.add_dev(device)
    ring.rebalance(seed=1)
    ring.get_ring().save(os.path.join(FOLDER, f"{kind}.ring.gz"))


class EmptyCache:
    """Stands for memcached, which the authentication requires: every account and container is read anew."""

    def get(self, *_, **__):
        return None

    def set(self, *_, **__):
        pass

    def delete(self, *_, **__):
        pass


def without_cache(app):
    def call(env, start_response):
        env["swift.cache"] = EmptyCache()
        return app(env, start_response)

    return call


def serve(path, port):
    from swift.common import wsgi

    app = wsgi.loadapp(path, global_conf={"log_name": "swift"})
    eventlet.spawn(
        eventlet.wsgi.server,
        eventlet.listen(("127.0.0.1", port)),
        without_cache(app),
        utils.NullLogger(),
        protocol=wsgi.SwiftHttpProtocol,
        # The AWS SDK needs a header "ETag"; eventlet would send "Etag".
        capitalize_response_headers=False,
    )


def main():
    os.makedirs(os.path.join(FOLDER, "data"), exist_ok=True)
    write("swift.conf", SWIFT)
    utils.set_swift_dir(FOLDER)
    utils.eventlet_monkey_patch()
    for kind, port in PORTS.items():
        write_ring(kind, port)
        serve(write(f"{kind}.conf", BACKEND.format(kind=kind, folder=FOLDER)), port)
    serve(write("proxy.conf", PROXY.format(folder=FOLDER)), PORT)
    print("S3 server ready", flush=True)
    eventlet.Event().wait()


main()
