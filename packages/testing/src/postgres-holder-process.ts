import { EmbeddedPostgresError, startEmbeddedPostgres } from '@pawprint/server';
import type { HolderOptions, HolderReport } from './postgres-holder.ts';

const { account, ...options }: HolderOptions = JSON.parse(process.argv[3] ?? '{}');
const report = (value: HolderReport): void => void process.send?.(value);

// After every module is loaded, since this user may be unable to read the checkout.
if (account) {
  process.setgroups?.([]);
  process.setgid?.(account.gid);
  process.setuid?.(account.uid);
}

try {
  const postgres = await startEmbeddedPostgres(options);
  process.once('SIGTERM', () => void postgres.stop().then(() => process.disconnect?.()));
  process.once('SIGUSR2', () => process.exit(1));
  process.once('disconnect', () => void postgres.stop());
  report({ url: postgres.url, postgresPid: postgres.pid });
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  report({ problem: error.problem, message: error.message });
  process.disconnect?.();
}
