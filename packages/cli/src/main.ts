#!/usr/bin/env node
import { keepCompiledModules } from './compile-cache.ts';
import { growHeapFaster } from './heap-growth.ts';

growHeapFaster();
keepCompiledModules(process.env);
const { runCli } = await import('./run-cli.ts');
process.exitCode = await runCli(process.argv.slice(2));
