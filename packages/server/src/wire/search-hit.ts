import type { SearchHit } from '@pawprint/protocol';
import type { JobView } from '../model/job.ts';
import type { MetadataHit } from '../model/metadata-value.ts';
import {
  type FoundByName,
  type FoundDataset,
  type FoundExtractor,
  type FoundFile,
  RANKS,
} from '../model/search-hit.ts';
import { metadataHitToWire } from './metadata-value.ts';
import { time } from './time.ts';

export const foundDatasetToWire = (found: FoundDataset): SearchHit => ({ kind: 'dataset', ...found });

export const foundFileToWire = (found: FoundFile): SearchHit => ({ kind: 'file', ...found });

export const foundExtractorToWire = (found: FoundExtractor): SearchHit => ({ kind: 'extractor', ...found });

export const foundSpaceToWire = (found: FoundByName): SearchHit => ({ kind: 'space', ...found });

/** @param text what was searched for: part of the name or else of the e-mail address, which others are not shown */
export const foundPersonToWire = (
  { id, name }: { readonly id: string; readonly name: string },
  text: string,
): SearchHit => {
  const isNamed = name.toLowerCase().includes(text.toLowerCase());
  return isNamed
    ? { kind: 'person', id, name, why: { field: 'name', text: name }, rank: RANKS.word }
    : { kind: 'person', id, name, why: { field: 'email', text }, rank: RANKS.otherField };
};

/** @param text what was searched for: the job's id, or part of its message or error */
export const foundJobToWire = ({ job }: JobView, text: string): SearchHit => {
  const { facts, progress } = job;
  const isNamed = facts.id === text.toLowerCase();
  return {
    kind: 'job',
    id: facts.id,
    extractor: facts.extractor,
    state: progress.state,
    resource: { type: facts.resource.type, name: facts.resource.name },
    submitted_at: time(progress.submittedAt),
    why: isNamed ? { field: 'id', text: facts.id } : { field: 'message', text: messageWith(text, job) },
    rank: isNamed ? RANKS.same : RANKS.otherField,
  };
};

const CHARACTERS_BEFORE = 30;
const CHARACTERS_SHOWN = 160;

const messageWith = (text: string, { progress }: JobView['job']): string => {
  const part = text.toLowerCase();
  const messages = [progress.error?.message, progress.latest?.message].filter((each) => each !== undefined);
  const message = messages.find((each) => each.toLowerCase().includes(part)) ?? '';
  const start = Math.max(0, message.toLowerCase().indexOf(part) - CHARACTERS_BEFORE);
  return message.slice(start, start + CHARACTERS_SHOWN);
};

export const foundMetadataToWire = (hit: MetadataHit): SearchHit => ({
  kind: 'metadata',
  hit: metadataHitToWire(hit),
  rank: RANKS.otherField,
});
