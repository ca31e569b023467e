/** Waits for the end of this process to be asked for: a signal, or the death of the process that started it. */
export function endAsked(): Promise<'signal' | 'orphaned'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => resolve('signal'));
    process.once('disconnect', () => resolve('orphaned'));
  });
}

/** Tells the supervisor, if there is one, that this process does its work now. */
export function reportReady(): void {
  process.send?.({ ready: true });
}
