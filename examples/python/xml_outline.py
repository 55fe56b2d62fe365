#!/usr/bin/env python3

"""Counts the elements of XML files. A whole extractor built on pyClowder 3, which Pawprint runs unchanged."""

import xml.etree.ElementTree as ElementTree
from collections import Counter

import pyclowder.files
from pyclowder.connectors import PyClowderExtractionAbort
from pyclowder.extractors import Extractor


class XmlOutline(Extractor):
    """Tells the root of a document, how many elements of each name it has, and how deep they are nested."""

    def __init__(self):
        Extractor.__init__(self)
        self.setup()

    def process_message(self, connector, host, secret_key, resource, parameters):
        file_id = resource["id"]
        connector.message_process(resource, "Reading the document.")
        outline = outline_of(resource["local_paths"][0])
        metadata = self.get_metadata(outline, "file", file_id, host)
        pyclowder.files.upload_metadata(connector, host, secret_key, file_id, metadata)
        connector.message_process(resource, "Found %d elements." % sum(outline["elements"].values()))


def outline_of(path):
    """Reads the document piece by piece, so that its size does not matter."""
    elements = Counter()
    root, depth, deepest = None, 0, 0
    try:
        for event, element in ElementTree.iterparse(path, events=("start", "end")):
            if event == "end":
                depth -= 1
                element.clear()
                continue
            root = root or element.tag
            depth += 1
            deepest = max(deepest, depth)
            elements[element.tag] += 1
    except ElementTree.ParseError as error:
        # Any other exception would make pyClowder try ten times more. This document will not become better.
        raise PyClowderExtractionAbort("This is no well-formed XML: %s." % error) from error
    return {"root": root, "elements": dict(elements), "depth": deepest}


if __name__ == "__main__":
    XmlOutline().start()
