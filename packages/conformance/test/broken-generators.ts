import type { Broken } from './break.ts';
import { brokenBehaviour } from './broken-behaviour.ts';
import { brokenFits } from './broken-fits.ts';
import { brokenTables } from './broken-tables.ts';

/** Every broken generator, each broken in one way. */
export const brokenGenerators: readonly Broken[] = [...brokenTables, ...brokenBehaviour, ...brokenFits];
