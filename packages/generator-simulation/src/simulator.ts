import type { Context, Generator, Json, ModelState, Table, TableSpec } from '@verisim/core';
import type { z } from 'zod';
import { badState } from './errors.ts';
import type { SelfTest, SimulationModel } from './self-test.ts';

/** Rows of a block of events, unless a simulator says fewer. */
export const BLOCK_ROWS = 65_536;

/** What follows from checked options: everything that a block needs beside chance. */
export interface World {
  readonly schema: TableSpec;
  /** `rows` rows of block `block`. */
  simulate(block: number, rows: number, ctx: Context): Table | Promise<Table>;
  selfTest(): SelfTest;
}

/** What a simulator says of itself. */
export interface SimulatorParts<O> {
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly options: z.ZodType<O>;
  /** {@link BLOCK_ROWS} when left out; fewer where rows hold long texts. */
  readonly blockRows?: number;
  /** The options with the rates of a real sample that is among them, and those rates; `null` when there is none. */
  fitted(options: O): { readonly options: O; readonly rates: Json } | null;
  /** Options to a world; throws what is wrong with them. `key` names the chance that all blocks share. */
  world(options: O, key: Uint8Array): World;
}

/** A generator from nothing but options. Its model is those options, with rates already fitted, and 32 bytes of chance that all blocks share. */
export function simulator<O>(parts: SimulatorParts<O>): Generator<O, 'nothing'> {
  const { name, version, blockRows = BLOCK_ROWS } = parts;
  const asModel = (options: O, rates: Json | null, key: Uint8Array): SimulationModel => {
    const world = parts.world(options, key);
    return {
      schema: world.schema,
      sample({ block, rows }, ctx) {
        ctx.signal.throwIfAborted();
        return world.simulate(block, rows, ctx);
      },
      save: () => ({ generator: name, version, json: plain({ options, rates }), arrays: { key: key.slice() } }),
      blockRows,
      rates,
      selfTest: () => world.selfTest(),
    };
  };
  return {
    kind: 'generator',
    api: 1,
    name,
    version,
    summary: parts.summary,
    family: 'simulation',
    options: parts.options,
    needs: 'nothing',
    traits: { reproducible: true, memorises: false, conditional: false, blockRows },
    fit(_source, options, ctx) {
      ctx.signal.throwIfAborted();
      const found = parts.fitted(options);
      if (found !== null) ctx.note('fitted-rates', found.rates);
      const key = ctx.random.fork(`simulator:${name}`).key.slice();
      return asModel(found?.options ?? options, found?.rates ?? null, key);
    },
    load(state: ModelState) {
      if (state.generator !== name || state.version !== version)
        throw badState(`${name} ${version}`, `${state.generator} ${state.version}`);
      const { options, rates } = state.json as unknown as { options: O; rates: Json | null };
      return asModel(options, rates, (state.arrays.key as Uint8Array).slice());
    },
  };
}

const plain = (options: unknown): Json => JSON.parse(JSON.stringify(options)) as Json;
