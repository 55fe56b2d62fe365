import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Paths of PEM files. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certification authority of one's own. */
export interface Authority {
  /** The path of its own certificate. */
  readonly ca: string;
  /** A certificate for this machine, by the name of the program that is to have it. */
  issue(name: string, validity?: 'valid' | 'expired'): Promise<Certificate>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];

/** @param folder for its files; each authority and certificate there has its own name */
export const createAuthority = async (folder: string, name: string): Promise<Authority> => {
  const file = (of: string, ending: string): string => join(folder, `${of}.${ending}`);
  const [ca, caKey, extensions] = [file(name, 'pem'), file(name, 'key'), file(name, 'cnf')];
  const ownName = ['-subj', `/CN=${name}`, '-days', '2'];
  await openssl('req', '-x509', ...NEW_KEY, ...ownName, '-keyout', caKey, '-out', ca);
  await writeFile(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  return {
    ca,
    async issue(of, validity = 'valid') {
      const [cert, key, request] = [file(of, 'pem'), file(of, 'key'), file(of, 'csr')];
      await openssl('req', '-new', ...NEW_KEY, '-subj', `/CN=${of}`, '-keyout', key, '-out', request);
      const days = validity === 'valid' ? '2' : '-1';
      const signing = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-days', days, '-extfile', extensions];
      await openssl('x509', '-req', '-in', request, ...signing, '-out', cert);
      return { cert, key };
    },
  };
};

const openssl = (...args: readonly string[]): Promise<unknown> => promisify(execFile)('openssl', args);
