#!/usr/bin/env python3
"""Runs a pyClowder extractor on the job in this folder, without a server or a broker:

    python3 run_pyclowder.py path/to/extractor.py

What the extractor asks the server for comes from this folder, and what it sends is written to outputs/. Ends with 1 when
the job fails. The extractor's own program is run unchanged, in its folder; it needs pyClowder and what it imports.
"""

import io
import json
import os
import re
import runpy
import sys
from urllib.parse import urlsplit

FOLDER = os.path.dirname(os.path.abspath(__file__))
HOST = "http://pulled-job.invalid"


def read_json(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return json.load(file)


class Outputs:
    """Writes each request that would have changed something on the server."""

    def __init__(self):
        self.count = 0

    def write(self, request):
        self.count += 1
        path = urlsplit(request.url).path.strip("/")
        name = "%03d-%s-%s" % (self.count, request.method, re.sub(r"[^A-Za-z0-9.]+", "-", path))
        folder = os.path.join(FOLDER, "outputs")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(body_of(request))
        print("wrote outputs/" + name, flush=True)
        return {"id": "output-%d" % self.count, "status": "success"}


def body_of(request):
    body = request.body
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode("utf-8")
    return body if isinstance(body, bytes) else body.read()


def answer(requests, request, status, stream, content_type):
    response = requests.Response()
    response.status_code = status
    response.raw = stream
    response.url = request.url
    response.request = request
    response.encoding = "utf-8"
    response.headers["Content-Type"] = content_type
    return response


def answer_from_folder(requests):
    """Answers requests to the server; others, such as those to a service of the extractor's own, are sent."""
    answers = read_json("answers.json")
    outputs = Outputs()
    send = requests.Session.send

    def send_or_answer(session, request, **options):
        if not request.url.startswith(HOST):
            return send(session, request, **options)
        if request.method != "GET":
            found = json.dumps(outputs.write(request)).encode("utf-8")
            return answer(requests, request, 200, io.BytesIO(found), "application/json")
        known = answers.get(urlsplit(request.url).path.strip("/"))
        if known is None:
            print("not in this folder: " + urlsplit(request.url).path, flush=True)
            return answer(requests, request, 404, io.BytesIO(b"{}"), "application/json")
        file = open(os.path.join(FOLDER, known["file"]), "rb")
        return answer(requests, request, 200, file, known["type"])

    requests.Session.send = send_or_answer


def connector_for(connectors, ended):
    """What takes the place of the connection to RabbitMQ: it has one message, and prints what would be reported."""

    class PulledJob(connectors.Connector):
        def __init__(self, extractor_name, extractor_info, check_message=None, process_message=None, **_):
            super().__init__(
                extractor_name, extractor_info, check_message=check_message, process_message=process_message,
                max_retry=0,
            )
            self.is_open = True

        def connect(self):
            pass

        def listen(self):
            try:
                self._process_message({**read_json("message.json"), "host": HOST, "secretKey": "none"})
            finally:
                self.is_open = False

        def alive(self):
            return self.is_open

        def stop(self):
            pass

        def email(self, *_):
            pass

        def status_update(self, status, resource, message):
            print("%s: %s" % (getattr(status, "value", status), message), flush=True)

        def message_ok(self, resource, message="Done processing."):
            ended.append(True)
            super().message_ok(resource, message)

    return PulledJob


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__)
        return 2
    import requests
    import pyclowder.connectors
    import pyclowder.extractors

    script = os.path.abspath(sys.argv[1])
    ended = []
    answer_from_folder(requests)
    pyclowder.extractors.RabbitMQConnector = connector_for(pyclowder.connectors, ended)
    os.chdir(os.path.dirname(script))
    sys.path.insert(0, os.path.dirname(script))
    sys.argv = [script] + sys.argv[2:]
    runpy.run_path(script, run_name="__main__")
    print("Done." if ended else "Failed.", flush=True)
    return 0 if ended else 1


if __name__ == "__main__":
    sys.exit(main())
