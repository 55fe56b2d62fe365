#!/usr/bin/env node
import { runCreate } from '../dist/run-create.js';

process.exitCode = await runCreate(process.argv.slice(2), process);
