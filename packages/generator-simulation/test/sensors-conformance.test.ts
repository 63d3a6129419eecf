import { testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { sensors } from '../src/index.ts';
import { freshImports, instants } from './fresh-imports.ts';

testGenerator(test, sensors, { imports: freshImports, exceptions: { 'where-filled': instants } });
