import { testGenerator } from '@verisim/conformance';
import { test } from 'vitest';
import { marginals, trees } from '../src/index.ts';

testGenerator(test, marginals);
testGenerator(test, trees);
