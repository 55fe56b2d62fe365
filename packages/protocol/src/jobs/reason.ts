import { REASON_CODES, REASONS } from '@pawprint/core';
import { z } from 'zod';

/** A fact as the API names it: `silentMs` is `silent_ms`. */
export const factName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const ReasonCode = z.enum(REASON_CODES).meta({
  id: 'ReasonCode',
  description: REASON_CODES.map((code) => `\`${code}\`: ${REASONS[code].means}`).join('\n'),
});
export type ReasonCode = z.infer<typeof ReasonCode>;

/** Why a job is where it is. */
export const JobReason = z
  .object({
    code: ReasonCode,
    text: z.string().meta({ description: 'one sentence for people' }),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).meta({
      description:
        'the numbers behind the sentence: durations in ms end in `_ms`, times in `_at`; docs/job-reasons.md lists them',
    }),
  })
  .meta({ id: 'JobReason' });
export type JobReason = z.infer<typeof JobReason>;

/** `docs/job-reasons.md`. */
export const jobReasonsPage = (): string => `# Why a job is where it is

<!-- Written by \`node scripts/generate-docs.mjs\` from packages/core/src/reason/reason-descriptions.ts. Do not edit. -->

Every job that is not over has a \`reason\`, in the API, in live streams and on the page: \`{code, text, facts}\`. \`text\`
is one sentence for people, \`code\` one of the codes below, \`facts\` the numbers behind the sentence. A job that is over
has a reason where the server itself decided its end.

What depends on others (the position in line, the instances that are alive) is computed when the job is asked for; the
page asks again every few seconds while a job waits. At most 1,000 jobs ahead are counted (\`ahead_is_least\`). An estimate
is an interval from the extractor's own history, by the size of what it worked on; without enough history there is none.

| code | means | facts |
| --- | --- | --- |
${REASON_CODES.map((code) => {
  const { means, facts } = REASONS[code];
  return `| \`${code}\` | ${means} | ${facts.map((name) => `\`${factName(name)}\``).join(', ')} |`;
}).join('\n')}
`;
