#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { runCli } from './run-cli.ts';

// Rows live in arrays outside of a heap of some 15 MB. As they come and go, V8 would begin to mark that heap step by step, on threads of its
// own, at every block; all at once takes 3 ms. A tenth of the time that a million rows take.
setFlagsFromString('--no-incremental-marking');

process.exitCode = await runCli(process.argv.slice(2));
