import { z } from 'zod';
import { Id } from '../http/fields.ts';

/** What the server says to every instance over the exchange `pawprint.control`. */
export const ControlMessage = z
  .object({ type: z.literal('cancel'), job_id: Id })
  .meta({ id: 'ControlMessage', description: 'Whoever runs the job should stop it.' });
export type ControlMessage = z.infer<typeof ControlMessage>;
