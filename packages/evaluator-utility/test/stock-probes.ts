// Runs the probes on the wasm backend as published and prints what they find as JSON. A process of its own.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import { runProbes } from './probes.ts';

wasm.setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend('wasm');
console.log(JSON.stringify({ backend: tf.getBackend(), found: runProbes(tf) }));
