import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DataChange,
  type ExtractorCandidate,
  type SpaceChoices,
  type Subscription,
  selectExtractors,
  wantsChange,
} from './select-extractors.ts';

const nothing: Subscription = { file: [], dataset: [], metadata: [] };

const anExtractor = (name: string, also: Partial<ExtractorCandidate> = {}): ExtractorCandidate => ({
  name,
  enabled: true,
  owner: null,
  subscription: { file: ['*'], dataset: ['*'], metadata: ['*'] },
  ...also,
});

const space = (also: Partial<SpaceChoices>): SpaceChoices => ({ enabled: [], disabled: [], ...also });

const upload: DataChange = { subject: 'file', mimeType: 'image/png', writtenBy: null };

const chosen = (
  candidates: readonly ExtractorCandidate[],
  spaces: readonly SpaceChoices[] = [],
  change: DataChange = upload,
  submittedBy: string | null = null,
) => selectExtractors(change, candidates, { submittedBy, spaces }).map(({ name }) => name);

describe('a subscription', () => {
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
    const change: DataChange = { subject: 'dataset', operation, writtenBy: null };
    expect(wantsChange({ ...nothing, dataset: [pattern] }, change)).toBe(expected);
  });

  it.each([
    ['added.file', 'added.file', true],
    ['removed.*', 'removed.dataset', true],
    ['removed.*', 'added.dataset', false],
    ['*.dataset', 'added.dataset', true],
    ['added.file', 'added.dataset', false],
  ] as const)('the metadata pattern %s and %s: %s', (pattern, operation, expected) => {
    const change: DataChange = { subject: 'metadata', operation, writtenBy: null };
    expect(wantsChange({ ...nothing, metadata: [pattern] }, change)).toBe(expected);
  });

  it('to one subject covers no other', () => {
    expect(wantsChange({ file: [], dataset: ['*'], metadata: ['*'] }, upload)).toBe(false);
    expect(wantsChange({ ...nothing, file: ['text/*', 'image/*'] }, upload)).toBe(true);
  });

  it('without patterns covers nothing', () => {
    expect(wantsChange(nothing, upload)).toBe(false);
  });
});

describe('the extractors for a change', () => {
  it('are the enabled ones that match, in the given order', () => {
    const text = anExtractor('text', { subscription: { ...nothing, file: ['text/*'] } });
    expect(
      chosen([anExtractor('b'), text, anExtractor('off', { enabled: false }), anExtractor('a')]),
    ).toEqual(['b', 'a']);
  });

  it('are without those that a space disables', () => {
    expect(chosen([anExtractor('a'), anExtractor('b')], [space({ disabled: ['a'] })])).toEqual(['b']);
  });

  it('are without one that the server has off, though a space enables it', () => {
    expect(chosen([anExtractor('off', { enabled: false })], [space({ enabled: ['off'] })])).toEqual([]);
  });

  it('are enabled if two spaces disagree', () => {
    const spaces = [space({ disabled: ['a'] }), space({ enabled: ['a'] })];
    expect(chosen([anExtractor('a')], spaces)).toEqual(['a']);
    expect(chosen([anExtractor('a')], spaces.toReversed())).toEqual(['a']);
  });

  it('that are private get jobs for changes by their owner, and in a space that enables them', () => {
    const own = anExtractor('own', { owner: 'ana' });
    expect(chosen([own], [], upload, 'ana')).toEqual(['own']);
    expect(chosen([own], [], upload, 'ben')).toEqual([]);
    expect(chosen([own], [], upload, null)).toEqual([]);
    expect(chosen([own], [space({ enabled: ['own'] })], upload, 'ben')).toEqual(['own']);
    expect(chosen([own], [space({ disabled: ['own'] })], upload, 'ana')).toEqual([]);
  });

  it.each([
    { subject: 'metadata', operation: 'added.file' },
    { subject: 'file', mimeType: 'image/png' },
    { subject: 'dataset', operation: 'file.added' },
  ] as const)('are without the one that made it itself: $subject', (what) => {
    const change: DataChange = { ...what, writtenBy: 'a' };
    expect(chosen([anExtractor('a'), anExtractor('b')], [space({ enabled: ['a'] })], change)).toEqual(['b']);
  });

  it('are those that the server enables, and that no space disables or one enables', () => {
    const names = ['a', 'b', 'c'];
    const choices = fc.record({ enabled: fc.subarray(names), disabled: fc.subarray(names) });
    fc.assert(
      fc.property(fc.subarray(names), fc.array(choices, { maxLength: 3 }), (globally, spaces) => {
        const disabled = new Set(spaces.flatMap((each) => each.disabled));
        const enabled = new Set(spaces.flatMap((each) => each.enabled));
        const expected = names.filter(
          (name) => globally.includes(name) && (!disabled.has(name) || enabled.has(name)),
        );
        const candidates = names.map((name) => anExtractor(name, { enabled: globally.includes(name) }));
        expect(chosen(candidates, spaces)).toEqual(expected);
      }),
    );
  });
});
