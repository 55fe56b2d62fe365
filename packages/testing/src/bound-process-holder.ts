import { startBoundProcess } from './bound-process.ts';

/** Starts a program that would run for ever, and prints its pid. A test then kills this process. */
const [folder = ''] = process.argv.slice(3);
const program = {
  command: 'sh',
  args: ['-c', 'echo "pid $$"; exec tail -f /dev/null'],
  env: { PATH: process.env['PATH'] ?? '' },
};
const { output } = startBoundProcess(program, folder);
const [line] = await output.waitFor(/pid \d+/);
process.stdout.write(line);
