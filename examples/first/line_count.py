#!/usr/bin/env python3
"""Counts the lines of files. A whole extractor for Pawprint, by HTTP. It needs nothing but Python 3.8 or newer."""

import json
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime

NAME = "example.line-count"
VERSION = "1.0.0"
WANTS = ["text/*"]
SERVER = os.environ.get("PAWPRINT_URL", "http://127.0.0.1:9000").rstrip("/")
KEY = os.environ.get("PAWPRINT_KEY") or sys.exit("PAWPRINT_KEY is not set: give a key of the server.")
INSTANCE = str(uuid.uuid4())
HEARTBEAT_S = 15


def handle(content, progress):
    """Your work: from the bytes of a file to its metadata, and a sentence about it. What it raises makes the job fail."""
    progress(0.5, f"{len(content)} bytes are here.")
    lines = content.count(b"\n")
    return {"lines": lines, "bytes": len(content)}, f"{lines} lines"


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    call("POST", "/api/extractors", {"name": NAME, "version": VERSION, "process": {"file": WANTS}})
    heartbeat()
    repeat(HEARTBEAT_S, heartbeat)
    log(f"version {VERSION}, instance {INSTANCE}: at work for {SERVER}")
    try:
        while True:
            # Waits up to 20 s for a job and leases it. The answer is empty when none came.
            wanted = {"instance_id": INSTANCE, "version": VERSION, "wait_s": 20}
            claimed = call("POST", f"/api/extractors/{NAME}/claims", wanted)
            if claimed:
                Attempt(json.loads(claimed)).run()
    except KeyboardInterrupt:
        pass
    finally:
        heartbeat(stopping=True)


def heartbeat(stopping=False):
    """Says that this process lives, or that it leaves."""
    beat = {"version": VERSION, "interval_s": HEARTBEAT_S, "stopping": stopping}
    call("PUT", f"/api/extractors/{NAME}/instances/{INSTANCE}", beat)


class Attempt:
    """One try at one job, for as long as its lease is renewed."""

    def __init__(self, claimed):
        message = claimed["message"]
        self.job, self.file, self.key = message["job_id"], message["id"], message["secretKey"]
        self.lease = claimed["lease"]["id"]
        # A third of the lease: two renewals may fail before it is lost.
        self.renew_s = (seconds(claimed["lease"]["expires_at"]) - seconds(claimed["job"]["last_event_at"])) / 3
        self.lock = threading.Lock()
        self.is_over = self.is_cancelled = False

    def run(self):
        stop = repeat(self.renew_s, self.send)
        try:
            self.report("STARTED", "Downloading.")
            content = call("GET", f"/api/files/{self.file}/blob", key=self.key)
            metadata, sentence = handle(content, lambda part, text: self.report("PROGRESS", text, progress=part))
            # Its name makes a second upload, by a later attempt, replace this one.
            output = {"pawprint-output": "metadata:0"}
            call("POST", f"/api/files/{self.file}/metadata.jsonld", {"content": metadata}, self.key, output)
            self.report("SUCCEEDED", sentence)
        except Over:
            log(f"job {self.job}: stopped, it was cancelled or its lease ran out")
        except Exception as problem:
            self.send({"kind": "ERROR", "message": f"{type(problem).__name__}: {problem}"})
            log(f"job {self.job}: {problem!r}")
        except BaseException:
            self.send({"kind": "RESUBMITTED", "message": "The extractor was stopped."})
            raise
        else:
            log(f"job {self.job}: {sentence}")
        finally:
            stop.set()

    def report(self, kind, message, **fields):
        if self.is_cancelled:
            self.send({"kind": "SKIPPED", "message": "Stopped: the cancel was requested.", "cancelled": True})
        if self.is_over:
            raise Over
        self.send({"kind": kind, "message": message, **fields})

    def send(self, *reports):
        """Sends reports, each with an id by which a repeated one is known, and renews the lease; also without any."""
        named = [{"id": str(uuid.uuid4()), **report} for report in reports]
        with self.lock:
            path = f"/api/jobs/{self.job}/reports"
            answer = json.loads(call("POST", path, {"lease_id": self.lease, "reports": named}, self.key))
            self.is_over = answer["lease"] is None
            self.is_cancelled = answer["cancel_requested"]


class Over(Exception):
    """The job has ended, or another instance has it."""


def call(method, path, body=None, key=KEY, headers=None):
    """Answers with the bytes of the server's answer. Waits for a server that is away; what it refuses raises."""
    data = None if body is None else json.dumps(body).encode()
    own = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    while True:
        request = urllib.request.Request(SERVER + path, data, {**own, **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.read()
        except urllib.error.HTTPError as refusal:
            text = refusal.read().decode(errors="replace")
            if refusal.code < 500 and refusal.code != 429:
                raise RuntimeError(f"{method} {path} was refused: {text}") from None
        except OSError as problem:
            log(f"{SERVER} does not answer: {problem}")
        time.sleep(2)


def repeat(every_s, act):
    """Acts again and again beside the rest of the program, until the event that it returns is set."""
    stop = threading.Event()

    def run():
        while not stop.wait(every_s):
            act()

    threading.Thread(target=run, daemon=True).start()
    return stop


def seconds(instant):
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()


def log(line):
    print(f"{NAME}: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
