import { openSync, readFileSync, statSync } from 'node:fs';

const MAX_BYTES = 8 * 1024 * 1024;
const TAIL_LINES = 8;

/** PostgreSQL's own log, begun anew when it has grown large. The caller closes it. */
export function openPostgresLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > MAX_BYTES ? 'w' : 'a', 0o600);
}

export function tailOfPostgresLog(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
