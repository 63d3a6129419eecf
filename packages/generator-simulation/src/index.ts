export { ENOUGH_BLOCKS } from './batches.ts';
export type { Agent, AgentReply, AgentView, SpokenTurn } from './dialogue/agent.ts';
export { type DialogueParts, dialogue, dialogueWith } from './dialogue/generator.ts';
export type { DialogueOptions } from './dialogue/options.ts';
export { scriptedAgent } from './dialogue/scripted-agent.ts';
export { type Slot, type Task, tasks } from './dialogue/tasks.ts';
export { type Annotation, decodeMask } from './images/annotate.ts';
export {
  createImageExport,
  exportImages,
  type ImageExport,
  type ImageFile,
  imageCategories,
} from './images/export-images.ts';
export { images } from './images/generator.ts';
export { type ImageKind, type ImagesOptions, imageKinds, type ShapeName, shapeNames } from './images/options.ts';
export * from './kernel/index.ts';
export { payments } from './payments/generator.ts';
export { type FraudPattern, fraudPatterns, type PaymentsOptions } from './payments/options.ts';
export { queue } from './queue/generator.ts';
export type { QueueOptions } from './queue/options.ts';
export { agrees, type SelfTest, type SimulationModel, selfTest } from './self-test.ts';
export { type FaultKind, faultKinds } from './sensors/fault-kinds.ts';
export { sensors } from './sensors/generator.ts';
export type { SensorsOptions } from './sensors/options.ts';
export { sessions } from './sessions/generator.ts';
export type { SessionsOptions } from './sessions/options.ts';
export { BLOCK_ROWS, type SimulatorParts, simulator, type World } from './simulator.ts';
export { webLog } from './web-log/generator.ts';
export type { WebLogOptions } from './web-log/options.ts';
