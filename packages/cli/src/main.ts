#!/usr/bin/env node
import { keepCompiledModules } from './compile-cache.ts';

keepCompiledModules(process.env);
const { runCli } = await import('./run-cli.ts');
process.exitCode = await runCli(process.argv.slice(2));
