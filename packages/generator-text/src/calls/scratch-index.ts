export { askAll } from './ask-all.ts';
export { openCalls } from './calls.ts';
