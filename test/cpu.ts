/** CPU milliseconds this thread needs for it: what else runs on the machine does not count, as it would on a clock. */
export function cpuMsOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
