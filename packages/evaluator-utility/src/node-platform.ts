import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import node from 'node:process';

/** The folder that holds TensorFlow.js's .wasm files, with a slash at its end. Throws when the package is not installed. */
export function wasmFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  return `${dirname(entry)}/`;
}

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Emscripten's start-up code adds process-wide handlers that rethrow every uncaught error, which changes exit codes and stack
 * traces of the whole program. Call before the start; the returned function removes those that have come since.
 */
export function watchProcessHandlers(): () => void {
  const before = EVENTS.map((event) => new Set<unknown>(node.rawListeners(event)));
  return () => {
    for (const [i, event] of EVENTS.entries()) {
      for (const listener of node.rawListeners(event)) {
        const rethrows = /throw\s+(ex|reason)\b/.test(String(listener));
        if (!before[i].has(listener) && rethrows) node.removeListener(event, listener as (...args: unknown[]) => void);
      }
    }
  };
}
