import { Worker } from 'node:worker_threads';
import type { CellContext } from '../columns/column.js';
import type { RowLayout } from '../source/header.js';
import { builtFile } from '../source/built-file.js';
import type { CellSource } from '../source/mapping.js';
import type { Block } from '../source/split.js';
import type { Findings } from './findings.js';

/** What a thread gets when it starts: columns by name. */
export interface WorkerSetup {
  readonly cells: readonly string[];
  readonly columns: readonly (string | null)[];
  readonly computed: readonly { readonly name: string; readonly source: CellSource }[];
  readonly delimiter: string | undefined;
  readonly context: CellContext;
}

export interface Workers {
  /** Checks a block on the next thread; each thread handles its blocks one after another. */
  check(block: Block): Promise<Findings>;
  close(): Promise<void>;
}

interface Waiter {
  readonly resolve: (findings: Findings) => void;
  readonly reject: (error: Error) => void;
}

/** Starts threads that check blocks below one header. */
export function startWorkers(
  count: number,
  { cells, columns, computed, delimiter }: RowLayout,
  context: CellContext,
): Workers {
  const setup: WorkerSetup = {
    cells,
    columns: columns.map((column) => column?.name ?? null),
    computed: computed.map(({ column: { name }, source }) => ({ name, source })),
    delimiter,
    context,
  };
  const threads = Array.from({ length: count }, () => startWorker(setup));
  let turn = 0;
  return {
    check(block) {
      const thread = threads[turn % threads.length];
      turn += 1;
      return (
        thread?.check(block) ?? Promise.reject(new Error('There is no thread to check a block.'))
      );
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

function startWorker(setup: WorkerSetup): Workers {
  const worker = new Worker(builtFile('worker.js'), {
    workerData: setup,
    // Blocks are small and short-lived.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const waiters: Waiter[] = [];
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiters.splice(0)) reject(failure);
  };
  const started = new Promise((resolve) => worker.once('message', resolve).once('exit', resolve));
  worker.on('message', (message: Findings | 'started') => {
    if (message !== 'started') waiters.shift()?.resolve(message);
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('A thread that checks the file has ended.')));
  return {
    check(block) {
      const answer = new Promise<Findings>((resolve, reject) => {
        // It will not answer any more.
        if (failure) throw failure;
        waiters.push({ resolve, reject });
        // Several blocks share a piece of the file, so each thread gets a copy of its own.
        const bytes = new Uint8Array(block.bytes);
        const { starts, lines } = block;
        const moved = [bytes.buffer, starts.buffer, lines.buffer];
        worker.postMessage({ ...block, bytes }, moved);
      });
      // If reading ends early, or at the first failure, no other answer is awaited.
      answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      // Terminated while it loads its files, it would leave them open.
      await started;
      await worker.terminate();
    },
  };
}
