import type { Instant } from '@pawprint/core';
import type { RegistryPorts } from '../registry/ports.ts';
import { deleteOldInstances } from '../store/extractors/delete-old-instances.ts';
import { deleteOldQuarantined } from '../store/quarantine/change-quarantined.ts';

/** Many times what the slowest heartbeat needs to be called gone: every container has been an instance of its own. */
const INSTANCE_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

export interface ForgetfulPorts extends Pick<RegistryPorts, 'db'> {
  readonly quarantineMs: number;
}

/** Removes what would else be kept for ever: instances long gone, and what nobody took out of quarantine in time. */
export const forgetOld = async ({ db, quarantineMs }: ForgetfulPorts, now: Instant): Promise<void> => {
  await deleteOldInstances(db, now - INSTANCE_KEPT_MS);
  await deleteOldQuarantined(db, now - quarantineMs);
};
