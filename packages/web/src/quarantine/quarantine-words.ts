import type { QuarantinedMessage, ReplayOutcome } from '@pawprint/protocol';

const SOURCES: Readonly<Record<QuarantinedMessage['source'], string>> = {
  report: 'Report',
  heartbeat: 'Heartbeat',
};

export const wordOfSource = (source: QuarantinedMessage['source']): string => SOURCES[source];

/** "unknown_job" → "unknown job": the stable word, to be read. */
export const wordOfReason = (reason: string): string => reason.replaceAll('_', ' ');

/** What became of it, without the name of the job, which is a link. */
export const becameWords = ({ became, extractor, detail }: ReplayOutcome): string => {
  if (became === 'recorded') return 'Taken in.';
  if (became === 'repeated') return 'It was known already: nothing changed.';
  if (became === 'heard') return `Taken in: ${extractor ?? 'the extractor'} was heard.`;
  return `It still cannot be used: ${detail ?? 'nobody said why'}.`.replace(/\.\.$/, '.');
};
