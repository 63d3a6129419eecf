import { testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { payments } from '../src/index.ts';
import { freshImports, instants } from './fresh-imports.ts';

testGenerator(test, payments, { imports: freshImports, exceptions: { 'where-filled': instants } });
