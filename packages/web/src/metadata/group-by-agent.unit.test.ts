import type { Metadata } from '@pawprint/protocol';
import { describe, expect, it } from 'vitest';
import { agentOf, documentBefore, groupByAgent, splitByAge } from './group-by-agent.ts';

const aDocument = (agent: Partial<Metadata['agent']>, minute = 0): Metadata => ({
  id: `m${minute}`,
  attached_to: { resource_type: 'file', url: '' },
  created_at: '',
  agent: { '@type': 'extractor', ...agent },
  content: {},
  created: `2026-11-24T12:${String(minute).padStart(2, '0')}:00.000Z`,
  job_id: null,
  replaced_by: null,
  is_superseded: false,
});

describe('metadata', () => {
  it('is grouped by agent, the group with the newest document first', () => {
    const groups = groupByAgent([
      aDocument({ name: 'word-count' }, 1),
      aDocument({ name: 'file-digest' }, 5),
      aDocument({ name: 'word-count' }, 3),
    ]);
    expect(groups.map(({ agent, documents }) => [agent.name, documents.map(({ id }) => id)])).toEqual([
      ['file-digest', ['m5']],
      ['word-count', ['m3', 'm1']],
    ]);
  });

  it('of an extractor is current in the newest document, that of a person in all that were not edited', () => {
    const ids = (agent: Partial<Metadata['agent']>) => {
      const documents = [1, 2, 3].map((minute) => aDocument(agent, minute));
      const [group] = groupByAgent(
        documents.map((one) => (one.id === 'm1' ? { ...one, replaced_by: 'm3' } : one)),
      );
      if (!group) throw new Error('there is no group');
      const { current, earlier } = splitByAge(group);
      return {
        current: current.map(({ id }) => id),
        earlier: earlier.map(({ id }) => id),
        before: documentBefore(group, group.documents[0])?.id,
      };
    };
    expect(ids({ name: 'word-count' })).toEqual({ current: ['m3'], earlier: ['m2', 'm1'], before: 'm2' });
    expect(ids({ '@type': 'cat:user', name: 'Ana' })).toEqual({
      current: ['m3', 'm2'],
      earlier: ['m1'],
      before: 'm1',
    });
  });

  it('of an extractor is current in its newest document of a version that is not superseded, if there is one', () => {
    const current = (...superseded: readonly number[]) => {
      const [group] = groupByAgent(
        [1, 2, 3].map((minute) => ({
          ...aDocument({ name: 'word-count' }, minute),
          is_superseded: superseded.includes(minute),
        })),
      );
      return group && splitByAge(group).current.map(({ id }) => id);
    };
    expect(current(3)).toEqual(['m2']);
    expect(current(2)).toEqual(['m3']);
    expect(current(1, 2, 3)).toEqual(['m3']);
  });

  it('of a person is not mixed with that of an extractor of the same name', () => {
    const groups = groupByAgent([
      aDocument({ name: 'Ana' }),
      aDocument({ '@type': 'cat:user', name: 'Ana' }, 1),
    ]);
    expect(groups.map(({ agent }) => agent.kind)).toEqual(['person', 'extractor']);
  });

  it.each([
    [{ name: 'word-count' }, { kind: 'extractor', name: 'word-count' }],
    [
      { '@type': 'cat:extractor', extractor_id: 'https://x.org/extractors/ncsa.wordcount' },
      { kind: 'extractor', name: 'ncsa.wordcount' },
    ],
    [{ name: 'https://x.org/extractors/ncsa.wordcount' }, { kind: 'extractor', name: 'ncsa.wordcount' }],
    [{ '@type': 'cat:user' }, { kind: 'person', name: 'unknown' }],
  ])('of %j has the agent’s name', (agent, expected) => {
    expect(agentOf(aDocument(agent))).toEqual(expected);
  });
});
