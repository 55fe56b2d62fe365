import { randomBytes } from 'node:crypto';
import type { Database } from '../store/database.ts';
import { keepInstanceSetting } from '../store/instance-setting.ts';

/** A secret that this instance made for itself when it was first asked for: 256 bits, base64url. */
export const instanceSecret = (db: Database, name: string): Promise<string> =>
  keepInstanceSetting(db, name, randomBytes(32).toString('base64url'));
