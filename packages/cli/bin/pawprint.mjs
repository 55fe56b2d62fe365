#!/usr/bin/env node
// What works on the database itself is the server's, which alone knows it, and so is the start of the server. A project for
// an extractor is made by a package of its own, which people also run without this one. The other commands call a server
// by its API.
const [command = 'start', ...rest] = process.argv.slice(2);
const ofServer = ['start', 'admin', 'backup', 'restore', 'doctor', '--version', '-v', '--print-config'];
if (command === 'create-extractor') {
  const { runCreate } = await import('create-pawprint-extractor');
  process.exitCode = await runCreate(rest, process);
} else {
  const program = ofServer.includes(command) ? '../../server/dist/main.js' : '../dist/main.js';
  await import(new URL(program, import.meta.url).href);
}
