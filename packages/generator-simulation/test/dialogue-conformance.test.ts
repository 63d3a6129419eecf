import { testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { dialogue } from '../src/index.ts';
import { freshImports } from './fresh-imports.ts';

testGenerator(test, dialogue, { imports: freshImports });
