import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCancel,
  checkMissing,
  checkRemoveOutputs,
  checkResubmit,
  compareVersions,
} from './eligibility.ts';

describe('cancelling one of many', () => {
  it.each([
    ['SUBMITTED', [], undefined],
    ['QUEUED', [], undefined],
    ['RESUBMITTED', [], undefined],
    ['RUNNING', ['stalled'], undefined],
    ['RUNNING', ['cancel_requested'], 'cancel_requested'],
    ['SUCCEEDED', [], 'already_ended'],
    ['CANCELLED', ['cancel_requested'], 'already_ended'],
    ['LOST', [], 'already_ended'],
  ] as const)('a job that is %s %j: %s', (state, flags, expected) => {
    expect(checkCancel({ state, flags })).toBe(expected);
  });
});

describe('removing what one of many jobs made', () => {
  it.each([
    ['SUCCEEDED', true, undefined],
    ['CANCELLED', true, undefined],
    ['FAILED', false, 'no_outputs'],
    ['RUNNING', true, 'not_ended'],
    ['RESUBMITTED', false, 'not_ended'],
  ] as const)('a job that is %s, and of which something is left: %s: %s', (state, hasOutputs, expected) => {
    expect(checkRemoveOutputs({ state, hasOutputs })).toBe(expected);
  });
});

describe('resubmitting one of many', () => {
  const failed = {
    state: 'FAILED',
    isResubmitted: false,
    hasNewerJob: false,
    resourceExists: true,
    isExtractorAvailable: true,
  } as const;

  it.each([
    [{}, undefined],
    [{ state: 'LOST' }, undefined],
    [{ state: 'RUNNING' }, 'not_ended'],
    [{ isResubmitted: true }, 'already_resubmitted'],
    [{ hasNewerJob: true }, undefined],
    [{ resourceExists: false }, 'resource_deleted'],
    [{ isExtractorAvailable: false }, 'extractor_unavailable'],
  ] as const)('a failed job with %j: %s', (also, expected) => {
    expect(checkResubmit({ ...failed, ...also })).toBe(expected);
  });

  it('a job is left out for a newer one where only the latest count', () => {
    expect(checkResubmit({ ...failed, hasNewerJob: true }, true)).toBe('newer_job');
    expect(checkResubmit(failed, true)).toBeUndefined();
  });
});

describe('a file that an extractor may have missed', () => {
  const untouched = { isWanted: true, isOwnOutput: false, hasOpenJob: false, doneBy: [] };

  it.each([
    [{}, undefined, undefined],
    [{ isWanted: false }, undefined, 'other_type'],
    [{ isOwnOutput: true }, undefined, 'own_output'],
    [{ hasOpenJob: true }, undefined, 'job_open'],
    [{ doneBy: ['1.0'] }, undefined, 'already_done'],
    [{ doneBy: [null] }, undefined, 'already_done'],
    [{ doneBy: ['1.9'] }, '1.10', undefined],
    [{ doneBy: [null] }, '1.10', 'version_unknown'],
    [{ doneBy: [null, '1.9'] }, '1.10', 'version_unknown'],
    [{ doneBy: [null, '1.10'] }, '1.10', 'already_done'],
    [{ doneBy: [null], hasOpenJob: true }, '1.10', 'job_open'],
    [{ doneBy: ['1.9', '1.10'] }, '1.10', 'already_done'],
    [{ doneBy: ['1.9'], hasOpenJob: true }, '1.10', 'job_open'],
  ] as const)('with %j since %s: %s', (also, since, expected) => {
    expect(checkMissing({ ...untouched, ...also }, { sinceVersion: since })).toBe(expected);
  });

  it('done by an unknown version is run again if that is chosen', () => {
    const choice = { sinceVersion: '1.10', includeUnknown: true };
    expect(checkMissing({ ...untouched, doneBy: [null] }, choice)).toBeUndefined();
    expect(checkMissing({ ...untouched, doneBy: [null, '1.10'] }, choice)).toBe('already_done');
  });
});

describe('versions', () => {
  it.each([
    ['1.9', '1.10'],
    ['1', '1.0.1'],
    ['2.0-rc1', '2.0'],
    ['2.0-rc2', '2.0-rc10'],
    ['2.beta', '2.0'],
    ['0.9.9', 'v1'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it.each([
    ['2', '2.0'],
    ['v2.0', '2.0'],
    ['2.0+build7', '2.0'],
    ['', ''],
  ])('%j equals %j', (one, other) => {
    expect(compareVersions(one, other)).toBe(0);
  });

  it('of any text are ordered without contradiction', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(Math.sign(compareVersions(one, other))).toBe(0 - Math.sign(compareVersions(other, one)));
      }),
    );
  });
});
