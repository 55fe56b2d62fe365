import type { Fault, Plan, Submission } from './plan.ts';
import type { Violation } from './world.ts';

type FindViolations = (plan: Plan) => Promise<readonly Violation[]>;

/**
 * The shortest part of a plan that still leads to a violation of the same kind: one extractor, and as few submissions
 * and faults as can be found by leaving out halves, then quarters and so on.
 */
export const findShortest = async (
  plan: Plan,
  { extractor, what }: Violation,
  findViolations: FindViolations,
): Promise<Plan> => {
  const stillFails = async (shorter: Plan): Promise<boolean> =>
    (await findViolations(shorter)).some((violation) => violation.what === what);
  const alone = onlyExtractor(plan, extractor);
  const start = (await stillFails(alone)) ? alone : plan;
  const faults = await reduce(start.faults, (kept) => stillFails({ ...start, faults: kept }));
  const fewer = { ...start, faults };
  const submissions = await reduce(start.submissions, (kept) => stillFails({ ...fewer, submissions: kept }));
  return { ...fewer, submissions };
};

const onlyExtractor = (plan: Plan, name: string): Plan => ({
  ...plan,
  extractors: plan.extractors.filter((each) => each.name === name),
  submissions: plan.submissions.filter(({ extractor }) => extractor === name),
  faults: plan.faults.filter((fault) => !('extractor' in fault) || fault.extractor === name),
});

/** Leaves out ever smaller parts, as long as what is left still fails. */
const reduce = async <Item>(
  items: readonly Item[],
  stillFails: (kept: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> => {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const without = kept.toSpliced(from, size);
      if (await stillFails(without)) kept = without;
      else from += size;
    }
  }
  return kept;
};

/** One line for each thing that happens, with the time since the start. */
export const describePlan = ({ start, extractors, submissions, faults }: Plan): string =>
  [
    ...extractors.map(({ name, lane, instances }) => ({
      at: start,
      text: `${name} starts (${lane}, ${instances} instances)`,
    })),
    ...submissions.map((each) => ({ at: each.at, text: describeSubmission(each) })),
    ...faults.map((fault) => ({ at: fault.at, text: describeFault(fault) })),
  ]
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, text }) => `  ${formatHours(at - start)}  ${text}`)
    .join('\n');

const describeSubmission = ({ extractor, cancelledAfterMs }: Submission): string =>
  cancelledAfterMs === null
    ? `a job for ${extractor} is submitted`
    : `a job for ${extractor} is submitted, and cancelled after ${Math.round(cancelledAfterMs / 1_000)} s`;

const describeFault = (fault: Fault): string => {
  if (fault.fault === 'queue is deleted') return `the queue of ${fault.extractor} is deleted`;
  const seconds = `for ${Math.round(fault.forMs / 1_000)} s`;
  if (fault.fault === 'instance dies')
    return `instance ${fault.instance} of ${fault.extractor} is dead ${seconds}`;
  return `the ${fault.fault} ${seconds}`;
};

const formatHours = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  return [seconds / 3_600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
};
