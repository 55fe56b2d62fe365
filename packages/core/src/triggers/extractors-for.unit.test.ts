import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractorsFor, type SpaceChoices, type TriggerCandidate } from './extractors-for.ts';
import type { TriggerEvent } from './trigger-event.ts';
import { isTriggeredBy, type Triggers } from './triggers.ts';

const noTriggers: Triggers = { file: [], dataset: [], metadata: [] };

const anExtractor = (name: string, also: Partial<TriggerCandidate> = {}): TriggerCandidate => ({
  name,
  enabled: true,
  owner: null,
  triggers: { file: ['*'], dataset: ['*'], metadata: ['*'] },
  ...also,
});

const space = (also: Partial<SpaceChoices>): SpaceChoices => ({ enabled: [], disabled: [], ...also });

const upload: TriggerEvent = { subject: 'file', mimeType: 'image/png', writtenBy: null };

const chosen = (
  candidates: readonly TriggerCandidate[],
  spaces: readonly SpaceChoices[] = [],
  event: TriggerEvent = upload,
  submittedBy: string | null = null,
) => extractorsFor(event, candidates, { submittedBy, spaces }).map(({ name }) => name);

describe('triggers', () => {
  it.each([
    ['file.added', 'file.added', true],
    ['*.added', 'file.added', true],
    ['*.added', 'files.added', true],
    ['file.*', 'file.removed', true],
    ['*', 'file.removed', true],
    ['file/added', 'file.added', true],
    ['file.added', 'files.added', false],
    ['*.added', 'file.removed', false],
    ['added.file', 'file.added', false],
  ] as const)('the dataset pattern %s and %s: %s', (pattern, operation, expected) => {
    const event: TriggerEvent = { subject: 'dataset', operation, writtenBy: null };
    expect(isTriggeredBy({ ...noTriggers, dataset: [pattern] }, event)).toBe(expected);
  });

  it.each([
    ['added.file', 'added.file', true],
    ['removed.*', 'removed.dataset', true],
    ['removed.*', 'added.dataset', false],
    ['*.dataset', 'added.dataset', true],
    ['added.file', 'added.dataset', false],
  ] as const)('the metadata pattern %s and %s: %s', (pattern, operation, expected) => {
    const event: TriggerEvent = { subject: 'metadata', operation, writtenBy: null };
    expect(isTriggeredBy({ ...noTriggers, metadata: [pattern] }, event)).toBe(expected);
  });

  it('of one subject are not asked about another', () => {
    expect(isTriggeredBy({ file: [], dataset: ['*'], metadata: ['*'] }, upload)).toBe(false);
    expect(isTriggeredBy({ ...noTriggers, file: ['text/*', 'image/*'] }, upload)).toBe(true);
  });

  it('that are none set nothing off', () => {
    expect(isTriggeredBy(noTriggers, upload)).toBe(false);
  });
});

describe('the extractors for an event', () => {
  it('are the enabled ones that it triggers, in the order given', () => {
    const text = anExtractor('text', { triggers: { ...noTriggers, file: ['text/*'] } });
    expect(
      chosen([anExtractor('b'), text, anExtractor('off', { enabled: false }), anExtractor('a')]),
    ).toEqual(['b', 'a']);
  });

  it('are without those that a space disables', () => {
    expect(chosen([anExtractor('a'), anExtractor('b')], [space({ disabled: ['a'] })])).toEqual(['b']);
  });

  it('are with those that a space enables, though the instance does not', () => {
    expect(chosen([anExtractor('off', { enabled: false })], [space({ enabled: ['off'] })])).toEqual(['off']);
  });

  it('follow the space that enables where two spaces disagree', () => {
    const spaces = [space({ disabled: ['a'] }), space({ enabled: ['a'] })];
    expect(chosen([anExtractor('a')], spaces)).toEqual(['a']);
    expect(chosen([anExtractor('a')], spaces.toReversed())).toEqual(['a']);
  });

  it('that are private serve only what their owner does', () => {
    const own = anExtractor('own', { owner: 'ana' });
    expect(chosen([own], [], upload, 'ana')).toEqual(['own']);
    expect(chosen([own], [], upload, 'ben')).toEqual([]);
    expect(chosen([own], [], upload, null)).toEqual([]);
    expect(chosen([own], [space({ enabled: ['own'] })], upload, 'ben')).toEqual([]);
  });

  it.each([
    { subject: 'metadata', operation: 'added.file' },
    { subject: 'file', mimeType: 'image/png' },
    { subject: 'dataset', operation: 'file.added' },
  ] as const)('are without the one that made it itself: $subject', (what) => {
    const event: TriggerEvent = { ...what, writtenBy: 'a' };
    expect(chosen([anExtractor('a'), anExtractor('b')], [space({ enabled: ['a'] })], event)).toEqual(['b']);
  });

  it('are (enabled − disabled in any space) ∪ enabled in any space', () => {
    const names = ['a', 'b', 'c'];
    const choices = fc.record({ enabled: fc.subarray(names), disabled: fc.subarray(names) });
    fc.assert(
      fc.property(fc.subarray(names), fc.array(choices, { maxLength: 3 }), (globally, spaces) => {
        const disabled = new Set(spaces.flatMap((each) => each.disabled));
        const enabled = new Set(spaces.flatMap((each) => each.enabled));
        const expected = names.filter(
          (name) => (globally.includes(name) && !disabled.has(name)) || enabled.has(name),
        );
        const candidates = names.map((name) => anExtractor(name, { enabled: globally.includes(name) }));
        expect(chosen(candidates, spaces)).toEqual(expected);
      }),
    );
  });
});
