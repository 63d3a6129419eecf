import { testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { sessions } from '../src/index.ts';
import { freshImports, instants } from './fresh-imports.ts';

testGenerator(test, sessions, { imports: freshImports, exceptions: { 'where-filled': instants } });
