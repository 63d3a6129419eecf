import { testGenerator } from '@verisim/conformance';
import { describe, test } from 'vitest';
import { dialogue, dialogueWith, scriptedAgent } from '../src/index.ts';
import { freshImports } from './fresh-imports.ts';

testGenerator(test, dialogue, { imports: freshImports });
describe('with an agent of the caller', () => {
  testGenerator(test, dialogueWith({ agent: scriptedAgent(0.05) }), { imports: freshImports });
});
