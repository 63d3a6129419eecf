import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of V8's space for young objects beyond which it is kept from growing: its own limit is 128 MiB and more, which rows as text fill without need. */
const MOST = 32 << 20;

/**
 * What work that makes and drops many small objects calls now and then to keep its memory down; it costs no time that can be measured. V8 reads the flag each
 * time that the space is about to grow.
 */
export function youngSpaceLimit(): () => void {
  let limited = false;
  return () => {
    if (limited) return;
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    limited = young !== undefined && young.space_size >= MOST;
    if (limited) setFlagsFromString('--semi-space-growth-factor=1');
  };
}
