import { ExtractorMessage } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { clowderWording } from './clowder-wording.ts';
import { jobOfMessage } from './job-of-message.ts';
import { clowderMessage } from './message.builder.ts';

const message = ExtractorMessage.parse(clowderMessage());
const job = jobOfMessage(message, { redelivered: false, correlationId: undefined });
const wording = clowderWording(message.host, { id: 'i-1', extractor: 'acme.lines', version: '1.0.0' }, job);

test('metadata have an agent and a resource, as from pyClowder', () => {
  expect(wording.metadata({ lines: 2 }, { lines: 'https://example.org/lines' })).toEqual({
    '@context': [
      'https://clowder.ncsa.illinois.edu/contexts/metadata.jsonld',
      { lines: 'https://example.org/lines' },
    ],
    attachedTo: { resourceType: 'file', id: 'file-1' },
    agent: {
      '@type': 'cat:extractor',
      extractor_id: 'http://clowder.test:9000/extractors/acme.lines/1.0.0',
      version: '1.0.0',
      name: 'acme.lines',
    },
    content: { lines: 2 },
  });
  expect(wording.metadata({}, undefined)['@context']).toHaveLength(1);
});

test('facts about a preview are texts: Clowder v1 breaks on numbers', () => {
  expect(wording.previewMetadata({ width: 4, title: 'Front', odd: undefined, list: [1] })).toEqual({
    width: '4',
    title: 'Front',
    odd: '',
    list: '[1]',
  });
});
