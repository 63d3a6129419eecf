import { testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { queue } from '../src/index.ts';
import { freshImports, instants } from './fresh-imports.ts';

testGenerator(test, queue, { imports: freshImports, exceptions: { 'where-filled': instants } });
