// @ts-check
// `npm run build`: compiles server, extractors and web page where their sources have changed.
import { ensureBuilt } from './steps/build.mjs';

if (!(await ensureBuilt())) process.exitCode = 1;
