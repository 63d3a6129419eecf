import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadTensorflow } from '../src/load-tensorflow.ts';
import { probes, runProbes } from './probes.ts';

function inProcess(script: string, ...args: string[]) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const flags = ['--conditions=verisim-source', '--disable-warning=ExperimentalWarning'];
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, file, ...args], { encoding: 'utf8' });
  return { stdout, stderr };
}

const { tf, backend } = await loadTensorflow();
const stock = JSON.parse(inProcess('stock-probes.ts').stdout) as ReturnType<typeof stockShape>;
const patched = runProbes(tf);

function stockShape(): { backend: string; found: Record<string, number | string> } {
  return { backend: '', found: {} };
}

test('both run on wasm', () => {
  expect([stock.backend, backend]).toEqual(['wasm', 'wasm']);
});

test.each(Object.entries(probes))('%s: wrong as published, right when patched', (name, { tolerance }) => {
  const before = stock.found[name];
  expect(typeof before === 'string' || before > tolerance, `stock: ${before}`).toBe(true);
  expect(patched[name]).toBeLessThan(tolerance);
});

test('batched products keep their values under all four transpositions', () => {
  const a = tf.randomUniform([2, 3, 5], -1, 1, 'float32', 1);
  const b = tf.randomUniform([2, 5, 4], -1, 1, 'float32', 2);
  const plain = tf.matMul(a, b).dataSync();
  const turn = (x: ReturnType<typeof tf.tensor>) => tf.transpose(x, [0, 2, 1]);
  for (const [ta, tb] of [
    [true, false],
    [false, true],
    [true, true],
  ]) {
    const again = tf.matMul(ta ? turn(a) : a, tb ? turn(b) : b, ta, tb).dataSync();
    expect(Math.max(...plain.map((value, i) => Math.abs(value - again[i])))).toBeLessThan(1e-6);
  }
});

test('a second load returns the same and patches nothing twice', async () => {
  const kernel = tf.getKernel('BatchMatMul', 'wasm');
  expect(await loadTensorflow()).toBe(await loadTensorflow());
  expect(tf.getKernel('BatchMatMul', 'wasm')).toBe(kernel);
});

test.each([['wasm'], ['cpu']])('loading on %s prints nothing and leaves nothing behind', (wanted) => {
  const { stdout, stderr } = inProcess('load-quietly.ts', wanted);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    backend: wanted,
    product: 11,
    importDidNothing: true,
    globals: ['_tfGlobals', '_tfengine'],
    handlers: 0,
    warnUntouched: true,
    isTest: false,
  });
});
