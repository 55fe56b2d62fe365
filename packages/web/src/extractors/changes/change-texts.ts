import type { ExtractorChange } from '@pawprint/protocol';

type Origin = ExtractorChange['from'];

/** From where it was announced: "over RabbitMQ, from lab-3, as the user pyclowder". */
export const describeOrigin = ({ lane, host, broker_user, user, instance_id }: Origin): string => {
  if (user) return `registered by ${user.name}`;
  if (lane === 'http') return 'registered over HTTP';
  if (instance_id === null) return 'a queue of its name was found in RabbitMQ';
  return [
    'over RabbitMQ',
    ...(host === null ? [] : [`from ${host}`]),
    ...(broker_user === null ? [] : [`as the user ${broker_user}`]),
  ].join(', ');
};

export const FIELD_LABELS: Readonly<Record<ExtractorChange['differences'][number]['field'], string>> = {
  version: 'Version',
  files: 'Files',
  datasets: 'Datasets',
  metadata: 'Metadata',
  queue: 'Queue',
  parameters: 'Parameters',
};

/** One line of a field before and after. */
export interface ChangedLine {
  readonly text: string;
  readonly is: 'kept' | 'added' | 'removed';
}

/** What was removed first, then what was added, then what stays. */
export const changedLines = (before: readonly string[], after: readonly string[]): readonly ChangedLine[] => [
  ...before.filter((line) => !after.includes(line)).map((text) => ({ text, is: 'removed' }) as const),
  ...after.filter((line) => !before.includes(line)).map((text) => ({ text, is: 'added' }) as const),
  ...after.filter((line) => before.includes(line)).map((text) => ({ text, is: 'kept' }) as const),
];
