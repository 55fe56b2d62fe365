import { type Refusal, refuse } from '../http/handler.ts';

export const notInQuarantine = (id: string): Refusal =>
  refuse('not_found', `There is nothing in quarantine by the id ${id}.`);
