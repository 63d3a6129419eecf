import { testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { images } from '../src/index.ts';
import { freshImports } from './fresh-imports.ts';

testGenerator(test, images, { imports: freshImports, options: { size: '40x32', objects: 1 } });
