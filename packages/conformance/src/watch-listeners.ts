/** A signal whose listeners are counted. */
export interface WatchedSignal {
  readonly controller: AbortController;
  /** Listeners that were added and neither removed nor declared `once` and fired. */
  listening(): number;
}

/** A fresh signal that counts the listeners it is given, those of `onabort` included. */
export function watchListeners(): WatchedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listeners.add(given[1]);
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listeners.delete(given[1]);
    remove(...given);
  };
  return { controller, listening: () => listeners.size + (signal.onabort ? 1 : 0) };
}

/** Lets timers and promises that are due run. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
