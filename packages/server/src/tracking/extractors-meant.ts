import { extractorsFor, type TriggerCandidate, type TriggerEvent } from '@pawprint/core';
import { personBehind } from '../data/output.ts';
import type { Caller } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import { noSuchExtractor } from '../registry/no-such-extractor.ts';
import type { Database } from '../store/database.ts';
import { readOrderTarget } from '../store/extractors/read-order-target.ts';
import { readTriggerCandidates } from '../store/extractors/read-trigger-candidates.ts';
import { makerBehind } from './occasions.ts';
import type { JobFacts } from './tracked-job.ts';

/** The names of the extractors that are to have a job on it. */
export type ExtractorsOf = (resource: JobFacts['resource']) => readonly string[];

/** What would set extractors off if it happened to the resource now: that it is there. */
const arrivals = ({ type, mime }: JobFacts['resource'], by: Caller): TriggerEvent[] => {
  const writtenBy = makerBehind(by);
  if (type === 'file') return [{ subject: 'file', mimeType: mime ?? '', writtenBy }];
  return [
    { subject: 'dataset', operation: 'file.added', writtenBy },
    { subject: 'dataset', operation: 'files.added', writtenBy },
  ];
};

const allThatTake =
  (candidates: readonly TriggerCandidate[], by: Caller): ExtractorsOf =>
  (resource) => {
    const context = { submittedBy: personBehind(by), spaces: [] };
    const chosen = arrivals(resource, by).flatMap((event) => extractorsFor(event, candidates, context));
    return [...new Set(chosen.map(({ name }) => name))];
  };

export const switchedOff = (name: string): Refusal =>
  refuse('conflict', `The extractor ${name} is switched off. An administrator can switch it on.`);

const ITSELF = refuse('conflict', 'An extractor may not give work to itself: it would never end.');

/** Whom an order names, or everybody it suits where it names nobody. */
export const extractorsMeant = async (
  db: Database,
  given: string | undefined,
  by: Caller,
): Promise<ExtractorsOf | Refusal> => {
  if (given === undefined) return allThatTake(await readTriggerCandidates(db), by);
  const target = await readOrderTarget(db, given, personBehind(by));
  if (target === undefined) return noSuchExtractor(given);
  if (!target.enabled) return switchedOff(target.name);
  return target.name === makerBehind(by) ? ITSELF : () => [target.name];
};
