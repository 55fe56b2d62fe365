import type { May } from '../../access/permissions.ts';
import type { Caller, UserCaller } from '../caller.ts';
import { type Refusal, refuse } from '../handler.ts';

/** Who asks, if they may run the instance. */
export const administratorOf = async (
  { may }: { readonly may: May },
  caller: Caller,
): Promise<UserCaller | Refusal> =>
  caller.kind === 'user' && (await may(caller, 'operate', { type: 'instance' }))
    ? caller
    : refuse('forbidden', 'This is for administrators.');
