// How far a long piece of work is: a bar on a terminal, a line now and then elsewhere.

export type Meter = {
  show: (at: { done: number; bytes: number }) => void;
  /** Takes the bar away. */
  end: () => void;
};

type Options = {
  what: string;
  unit: string;
  /** Of the whole, in bytes. */
  size: number;
  out: { isTTY?: boolean; write: (text: string) => unknown };
  now: () => number;
};

const everyMs = { terminal: 100, log: 10_000 };

export function makeMeter({ what, unit, size, out, now }: Options): Meter {
  const startedAt = now();
  const isTerminal = out.isTTY === true;
  let shownAt = startedAt;
  return {
    show({ done, bytes }) {
      const at = now();
      if (at - shownAt < (isTerminal ? everyMs.terminal : everyMs.log)) return;
      shownAt = at;
      const text = progressLine({ what, unit, done, share: size > 0 ? bytes / size : 1, ms: at - startedAt });
      out.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
    },
    end: () => {
      if (isTerminal) out.write('\r\u001b[K');
    },
  };
}

type At = { what: string; unit: string; done: number; share: number; ms: number };

/** `Importing ███████░░░░░░░░░░░░░ 34 % · 12,300 lines · 2,310 a second · 10 s left`. */
export function progressLine({ what, unit, done, share: given, ms }: At): string {
  const share = Math.min(1, Math.max(0, given));
  const filled = Math.round(share * 20);
  const rate = ms > 0 ? Math.round(done / (ms / 1000)) : 0;
  const left = share > 0 ? (ms * (1 - share)) / share : undefined;
  const parts = [
    `${what} ${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${Math.floor(share * 100)} %`,
    `${done.toLocaleString('en')} ${unit}s`,
    `${rate.toLocaleString('en')} a second`,
  ];
  return [...parts, ...(left === undefined ? [] : [`${duration(left)} left`])].join(' · ');
}

export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
