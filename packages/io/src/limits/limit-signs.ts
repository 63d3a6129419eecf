/** What a reading process may take; the watch ends it when it takes more. */
export interface ReadingLimits {
  readonly memoryMegabytes: number;
  readonly diskMegabytes: number;
  readonly seconds: number;
  /** The folder of its temporary files. */
  readonly folder: string;
  /** The process that waits for it. */
  readonly parent: number;
}

/** The signs that the watch leaves behind on {@link WATCH_PIPE}. */
export const limitSigns = { memory: 'm', disk: 'd', time: 't' } as const;
/** File descriptors that the reading process inherits. */
export const RESULT_PIPE = 3;
export const WATCH_PIPE = 4;
