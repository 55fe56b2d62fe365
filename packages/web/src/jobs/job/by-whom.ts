import type { Job } from '@pawprint/protocol';

export interface ByWhom {
  /** A person's name; the trigger where nobody asked; "unknown" where nobody can know. */
  readonly who: string;
  /** What made the person's job, where they did not ask for it by hand. */
  readonly trigger: string;
  readonly known: boolean;
}

export const byWhom = ({ submitted_by: person, trigger }: Pick<Job, 'submitted_by' | 'trigger'>): ByWhom => {
  if (person) return { who: person.name, trigger: trigger === 'manual' ? '' : trigger, known: true };
  return trigger === 'legacy'
    ? { who: 'unknown', trigger: '', known: false }
    : { who: trigger, trigger: '', known: true };
};
