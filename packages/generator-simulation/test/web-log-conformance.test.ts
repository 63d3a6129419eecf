import { testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { webLog } from '../src/index.ts';
import { freshImports, instants } from './fresh-imports.ts';

testGenerator(test, webLog, { imports: freshImports, exceptions: { 'where-filled': instants } });
