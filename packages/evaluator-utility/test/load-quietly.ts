// Loads TensorFlow.js and says what it left behind; with the argument `cpu` in a process without WebAssembly.
const wanted = process.argv[2];
if (wanted === 'cpu') Reflect.deleteProperty(globalThis, 'WebAssembly');
const handlers = () => process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
const before = { globals: Reflect.ownKeys(globalThis), handlers: handlers(), warn: console.warn };
const { loadTensorflow } = await import('../src/load-tensorflow.ts');
const untouched = Reflect.ownKeys(globalThis).length === before.globals.length;
const { tf, backend } = await loadTensorflow();
const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0];
process.stdout.write(
  JSON.stringify({
    backend,
    product,
    importDidNothing: untouched,
    globals: Reflect.ownKeys(globalThis).filter((key) => !before.globals.includes(key)),
    handlers: handlers() - before.handlers,
    warnUntouched: console.warn === before.warn,
    isTest: tf.env().getBool('IS_TEST'),
  }),
);
