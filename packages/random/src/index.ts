export * from './random.ts';
export * from './sha256.ts';
