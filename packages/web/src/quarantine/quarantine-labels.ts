import type { QuarantinedMessage, ReplayOutcome } from '@pawprint/protocol';

const SOURCES: Readonly<Record<QuarantinedMessage['source'], string>> = {
  report: 'Report',
  heartbeat: 'Heartbeat',
};

export const labelOfSource = (source: QuarantinedMessage['source']): string => SOURCES[source];

/** "unknown_job" → "unknown job". */
export const labelOfReason = (reason: string): string => reason.replaceAll('_', ' ');

/** What a replay did, without the job's name: the page shows that as a link behind the sentence. */
export const describeOutcome = ({ became, extractor, detail }: ReplayOutcome): string => {
  if (became === 'recorded') return 'Recorded.';
  if (became === 'repeated') return 'It was recorded before. Nothing changed.';
  if (became === 'heard') return `Recorded as a heartbeat of ${extractor ?? 'the extractor'}.`;
  return `It still cannot be used: ${detail ?? 'no reason given'}.`.replace(/\.\.$/, '.');
};
