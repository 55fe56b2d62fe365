#!/usr/bin/env node
// Accounts are managed on the database itself, which only the server knows: `admin` is a command of the server.
const program = process.argv[2] === 'admin' ? '../../server/dist/main.js' : '../dist/main.js';
await import(new URL(program, import.meta.url).href);
