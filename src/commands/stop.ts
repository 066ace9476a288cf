// Being told to stop: the first signal asks, the second insists.

/** Resolves with the first SIGINT or SIGTERM. A second one ends the process at once; nothing is lost by that. */
export function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    const hear = (signal: NodeJS.Signals) => {
      if (asked) process.exit(130);
      asked = true;
      resolve(signal);
    };
    process.on('SIGINT', hear);
    process.on('SIGTERM', hear);
  });
}
