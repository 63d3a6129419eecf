export { type Draws, entityStreams } from './entity-random.ts';
export { createEventHeap, type EventHeap } from './event-heap.ts';
export { type Attempt, createSimulation, type Process, type Resource, type Simulation, within } from './simulation.ts';
