// The two stores BullMQ can stand on, seen alike: each file beside this one makes one of them.
import type { JobsOptions, Queue, WorkerOptions } from 'bullmq';

/** What travels. `payload` is checked by the job's schema when it arrives, not when it leaves. */
export type Letter = { key: string; payload: unknown };

export type LetterQueue = Pick<
  Queue<Letter>,
  'addBulk' | 'getJobCounts' | 'drain' | 'getJobScheduler' | 'upsertJobScheduler' | 'waitUntilReady' | 'close'
> & {
  getJob(id: string): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

export type Delivered = {
  data: Letter;
  attemptsMade: number;
  attemptsStarted: number;
};

export type LetterWorker = {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'stalled', listener: (jobId: string) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
};

export type WorkerSettings = Omit<WorkerOptions, 'connection' | 'prefix'>;

export type Backend = {
  /** Named in logs and in the bench. */
  name: 'postgres' | 'redis';
  queue(name: string): LetterQueue;
  worker(
    name: string,
    process: (delivered: Delivered) => Promise<void>,
    settings: WorkerSettings,
  ): LetterWorker;
  /** Lets the jobs of a process that died be taken at once. Only true when no other process works on them. */
  freeAbandoned(names: string[]): Promise<void>;
  /** Call it after every queue and worker was closed. */
  close(): Promise<void>;
};

export type LetterOptions = JobsOptions;
