export { type CollisionOptions, collisionValidator } from './collision-validator.ts';
export { type ResolvedConstraint, resolveConstraints } from './constraint-resolve.ts';
export { type ConstraintOptions, constraintValidator } from './constraint-validator.ts';
export { type CopyOptions, copyValidator } from './copy-validator.ts';
export { type DuplicateOptions, duplicateValidator } from './duplicate-validator.ts';
export { type KeyOptions, keyValidator } from './key-validator.ts';
export { type RangeOptions, rangeValidator } from './range-validator.ts';
export { type SchemaOptions, schemaValidator } from './schema-validator.ts';
export { tableValidators } from './table-validators.ts';
