import type { Format } from '../format.ts';
import { openArrow } from './arrow-source.ts';
import { writeArrow } from './arrow-write.ts';

/** Apache Arrow IPC (`.arrow`, `.feather` version 2, `.ipc`): files and streams are read, files are written. */
export const arrow: Format = {
  name: 'arrow',
  open: (location, { signal }) => openArrow(location, signal),
  write: (location, blocks, { signal }) => writeArrow(location, blocks, signal),
};
