import { type Refusal, refuse } from '../http/handler.ts';

export const noSuchJob = (id: string): Refusal => refuse('job_not_found', `There is no job ${id}.`);
