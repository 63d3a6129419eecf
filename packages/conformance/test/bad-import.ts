import type { FreshImport } from '../src/index.ts';
import { runInNode } from './run-in-node.ts';

/** An import that does what imports must not. */
export const badImport: FreshImport = {
  module: 'data:text/javascript,globalThis.leaked = Math.random(); setInterval(() => {}, 1e3).unref();',
  run: runInNode,
};

/** What is said of it. */
export const badImportSays: RegExp = /calls Math.random; calls setInterval; leaves the global leaked behind/;
