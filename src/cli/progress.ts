import { count, duration, grouped } from '../report/count.js';
import { isRich, type CommonFlags, type Io } from './io.js';

/** Reports on standard error how far a command is. */
export interface Progress {
  step(text: string): void;
  /** How many of `total` are done. */
  advance(done: number, total: number, noun?: string): void;
  /** A pause, and why. */
  wait(ms: number, why: string): void;
  /** A notice above the progress. */
  say(text: string): void;
  stop(): void;
}

const silent: Progress = {
  step: () => undefined,
  advance: () => undefined,
  wait: () => undefined,
  say: () => undefined,
  stop: () => undefined,
};

/** A bar with rate and time left on a terminal, occasional lines elsewhere, nothing with --quiet. */
export async function progressOn(io: Io, flags: CommonFlags): Promise<Progress> {
  if (flags.quiet) return { ...silent, say: (text) => void io.stderr.write(`${text}\n`) };
  // On a terminal without a width, such as that of script(1), ora would clear lines forever.
  const hasWidth = io.stderr.columns !== 0;
  const progress = hasWidth && isRich(io.stderr, io.env, flags) ? await animated(io) : lines(io);
  return { ...progress, advance: toItsEnd(progress), wait: whereFarLonger(progress) };
}

/** Never beyond the total: showing progress must not end the work. */
function toItsEnd(progress: Progress): Progress['advance'] {
  return (done, total, noun) => progress.advance(Math.min(done, total), total, noun);
}

/** Of simultaneous waits, only those more than twice as long as the rest of the last one shown. */
function whereFarLonger(progress: Progress): Progress['wait'] {
  let end = 0;
  return (ms, why) => {
    const now = Date.now();
    if (ms <= 2 * (end - now)) return;
    end = now + ms;
    progress.wait(ms, why);
  };
}

async function animated({ stderr }: Io): Promise<Progress> {
  const { default: ora } = await import('ora');
  const spinner = ora({ stream: stderr, discardStdin: false });
  const started = new Map<number, number>();
  let paused = '';
  let pauseEnds = 0;
  const show = (text: string): void => {
    spinner.text = text;
    if (!spinner.isSpinning) spinner.start();
  };
  return {
    step: show,
    advance(done, total, noun = 'row') {
      const began = started.get(total) ?? Date.now();
      started.set(total, began);
      const suffix = Date.now() < pauseEnds ? paused : '';
      const seconds = (Date.now() - began) / 1000;
      show(
        barLine(`${grouped(done)} of ${count(total, noun)}`, done, total, {
          seconds,
          columns: stderr.columns ?? 80,
          suffix,
        }),
      );
    },
    wait(ms, why) {
      paused = waitText(ms, why);
      pauseEnds = Date.now() + ms;
      show(paused);
    },
    say(text) {
      spinner.clear();
      stderr.write(`${text}\n`);
    },
    stop: () => void spinner.stop(),
  };
}

function waitText(ms: number, why: string): string {
  return `waiting ${duration(ms / 1000)}, ${why}`;
}

/** `██████░░░░ 60%  600 of 1,000  42/s  10 s left`, never wider than the terminal. */
function barLine(
  what: string,
  done: number,
  total: number,
  { seconds, columns, suffix }: { seconds: number; columns: number; suffix: string },
): string {
  const share = total === 0 ? 1 : done / total;
  const rate = seconds > 0 ? done / seconds : 0;
  const parts = [`${Math.floor(share * 100)}%`, what];
  if (rate > 0 && seconds >= 1) parts.push(`${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`);
  if (suffix !== '') parts.push(suffix);
  else if (rate > 0 && seconds >= 1 && done < total)
    parts.push(`${duration((total - done) / rate)} left`);
  const text = parts.join('  ');
  // The spinner and its space come first.
  const width = Math.min(30, columns - text.length - 5);
  if (width < 5) return text.slice(0, Math.max(0, columns - 3));
  const full = Math.round(share * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${text}`;
}

function lines({ stderr }: Io): Progress {
  let tenths = 0;
  const say = (text: string): void => void stderr.write(`${text}\n`);
  return {
    step: say,
    advance(done, total, noun = 'row') {
      const reached = total < 100 ? 0 : Math.floor((done * 10) / total);
      if (reached <= tenths) return;
      tenths = reached;
      say(`${grouped(done)} of ${count(total, noun)} (${reached * 10}%)`);
    },
    wait: (ms, why) => say(waitText(ms, why)),
    say,
    stop: () => undefined,
  };
}
