#!/usr/bin/env node
// What works on the database itself is the server's, which alone knows it, and so is the start of the server. The other
// commands call a server by its API.
const [command = 'start'] = process.argv.slice(2);
const ofServer = ['start', 'admin', 'backup', 'restore', 'doctor', '--version', '-v', '--print-config'];
const program = ofServer.includes(command) ? '../../server/dist/main.js' : '../dist/main.js';
await import(new URL(program, import.meta.url).href);
