import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BoundProcess, startBoundProcess } from '../bound-process.ts';
import { freePort } from '../free-port.ts';

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Server {
  /** The same after `kill` and `start`. */
  readonly endpoint: string;
  /** SIGKILL: clients see connections that break. What was stored stays. */
  kill(): Promise<void>;
  /** The same server with its data again, after `kill`. */
  start(): Promise<void>;
  /** Ends the server and deletes its data. */
  close(): Promise<void>;
}

/** May do everything. */
export const S3_OWNER: S3Keys = { accessKeyId: 'pawprint:owner', secretAccessKey: 'owning' };
/** Is known, and may do nothing. */
export const S3_STRANGER: S3Keys = { accessKeyId: 'pawprint:stranger', secretAccessKey: 'looking' };

/** OpenStack Swift, which speaks S3, on loopback. It does not outlive this process. */
export const startS3Server = async (): Promise<S3Server> => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-test-s3-'));
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  let running = await serve(folder, ports);
  return {
    endpoint: `http://127.0.0.1:${ports[0]}`,
    kill: () => running.end('SIGKILL'),
    start: async () => {
      running = await serve(folder, ports);
    },
    close: async () => {
      await running.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** By default Debian's own, for which its packages are installed, not another one on the PATH. */
const PYTHON = process.env['PAWPRINT_SWIFT_PYTHON'] ?? '/usr/bin/python3';
const SERVE = fileURLToPath(new URL('serve-swift.py', import.meta.url));

const serve = async (folder: string, ports: readonly number[]): Promise<BoundProcess> => {
  const env = { PATH: '/usr/bin:/bin', HOME: folder };
  const started = startBoundProcess({ command: PYTHON, args: [SERVE, ...ports.map(String)], env }, folder);
  await started.output.waitFor(/S3 server ready/);
  return started;
};
