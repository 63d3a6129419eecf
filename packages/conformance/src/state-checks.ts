import type { ModelState, StateArray } from '@verisim/core';
import { demand } from './demand.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { drawFrom, fitSubject } from './generator-subject.ts';
import { jsonFault } from './json-fault.ts';
import { tableDifference } from './table-difference.ts';

const ARRAYS = [Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array];

const statePlain: GeneratorCheck = {
  name: 'state-plain',
  title: 'saves plain data: its name and version, JSON, and arrays of numbers',
  async run(subject) {
    const { plugin: generator } = subject;
    const state = await (await fitSubject(subject)).save();
    const signed = state.generator === generator.name && state.version === generator.version;
    demand(subject, signed, `saves a state of ${state.generator} ${state.version}, not its own name and version`);
    const fault = jsonFault(state.json, 'json');
    demand(subject, fault === null, `saves a state that is not JSON: ${fault}`);
    for (const [name, array] of Object.entries(state.arrays)) {
      const plain = ARRAYS.some((kind) => array instanceof kind) && array.buffer instanceof ArrayBuffer;
      demand(subject, plain, `saves "${name}", which is not one of ${ARRAYS.map((kind) => kind.name).join(', ')}`);
    }
  },
};

const stateLoads: GeneratorCheck = {
  name: 'state-loads',
  title: 'samples the same after saving and loading',
  async run(subject) {
    const model = await fitSubject(subject);
    const loaded = await subject.plugin.load(travelled(await model.save()));
    const same = JSON.stringify(loaded.schema) === JSON.stringify(model.schema);
    demand(subject, same, 'has another schema after saving and loading');
    for (const block of [0, 2]) {
      const table = await drawFrom(subject, loaded, { block });
      if (!subject.plugin.traits.reproducible) continue;
      const difference = tableDifference(await drawFrom(subject, model, { block }), table);
      demand(subject, difference === null, `samples otherwise after saving and loading: ${difference}`);
    }
  },
};

const stateDetached: GeneratorCheck = {
  name: 'state-detached',
  title: 'saves arrays of their own memory, so that a worker may take them away',
  async run(subject) {
    const model = await fitSubject(subject);
    const { arrays } = await model.save();
    const before = Object.entries(arrays).map(([name, array]) => [name, bytesOf(array).slice()] as const);
    for (const array of Object.values(arrays)) {
      const bytes = bytesOf(array);
      for (let i = 0; i < bytes.length; i++) bytes[i] ^= 0xff;
    }
    const again = await model.save();
    for (const [name, bytes] of before) {
      const now = again.arrays[name] ? bytesOf(again.arrays[name]) : new Uint8Array();
      const same = bytes.length === now.length && bytes.every((byte, i) => byte === now[i]);
      demand(subject, same, `saves "${name}" in memory that it goes on using: save a copy`);
    }
  },
};

/** A state as it arrives elsewhere: its JSON as text and back, its arrays copied. */
export function travelled(state: ModelState): ModelState {
  const arrays = Object.entries(state.arrays).map(([name, array]) => [name, array.slice()] as const);
  return { ...state, json: JSON.parse(JSON.stringify(state.json)), arrays: Object.fromEntries(arrays) };
}

function bytesOf(array: StateArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** What a saved model is. */
export const stateChecks: readonly GeneratorCheck[] = [statePlain, stateLoads, stateDetached];
