import type { ReportDraft } from '../reports/report.ts';

/** Less is not worth an event: a handler may call at every chunk. */
const SMALLEST_STEP = 0.01;

export type ReportProgress = (fraction: number, message?: string) => void;

/** Passes on what a person would notice: a step of a percent, a new message, the end. */
export const createProgress = (add: (draft: ReportDraft) => void): ReportProgress => {
  let told: { readonly progress: number; readonly message: string } | undefined;
  return (fraction, message = '') => {
    if (Number.isNaN(fraction)) return;
    const progress = Math.min(1, Math.max(0, fraction));
    const step = Math.abs(progress - (told?.progress ?? 0));
    const finished = progress === 1 && told?.progress !== 1;
    if (told?.message === message && step < SMALLEST_STEP && !finished) return;
    told = { progress, message };
    add({ kind: 'PROGRESS', progress, message });
  };
};
