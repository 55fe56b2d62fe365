#!/usr/bin/env node
// These work on the database itself, which only the server knows: they are commands of the server.
const ofServer = ['admin', 'backup', 'restore', 'doctor'];
const program = ofServer.includes(process.argv[2]) ? '../../server/dist/main.js' : '../dist/main.js';
await import(new URL(program, import.meta.url).href);
