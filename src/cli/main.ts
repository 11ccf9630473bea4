import packageFile from '../../package.json' with { type: 'json' };
import { printable, printableLines } from '../columns/printable.js';
import { exitCodeOf, exitCodes, type ExitCode } from './exit.js';
import type { Io } from './io.js';
import { systemProblem } from './system-error.js';
import { wrapped } from './wrapped.js';

/** Runs the command line in this process. --version is answered before anything else is loaded. */
const { version } = packageFile;
/**
 * The reader of our output may stop at any time. That is not an error and stops no work: the exit code is
 * still that of the whole command.
 */
let endsUnread = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') {
    if (endsUnread) process.exit(process.exitCode ?? exitCodes.ok);
    return;
  }
  const lost = Object.assign(error, { path: 'Standard output' });
  void tell(lost).then((code) => process.exit(code));
});
process.stderr.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.exit(exitCodes.stopped);
});
// Node would exit with 1, which means that nothing was created.
process.on('uncaughtException', (error) => void tell(error).then((code) => process.exit(code)));
const [, , first, ...others] = process.argv;
if ((first === '--version' || first === '-V') && others.length === 0)
  process.stdout.write(`${version}\n`);
else process.exitCode = await run();

async function run(): Promise<ExitCode> {
  const io: Io = {
    // Created on demand, which is rare.
    get stdin() {
      return process.stdin;
    },
    version,
    args: process.argv.slice(2),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    endUnread: () => void (endsUnread = true),
  };
  try {
    const { runProgram } = await import('./program.js');
    return await runProgram(io);
  } catch (error) {
    return tell(error);
  }
}

/**
 * Never rejects: that would be reported in turn, forever. The program's files may be deleted while it runs.
 */
async function tell(error: unknown): Promise<ExitCode> {
  const debug = process.argv.includes('--debug');
  const problem = systemProblem(error);
  const code = exitCodeOf(error) ?? problem?.code;
  const message = problem?.message ?? (error instanceof Error ? error.message : String(error));
  const text =
    code === undefined
      ? `files-bulk-import: this is a bug, please report it: ${printable(message)}\n`
      : `files-bulk-import: ${printable(message)}\n`;
  process.stderr.write(await wrapped(text, process.stderr, process.env).catch(() => text));
  if ((debug || code === undefined) && error instanceof Error && error.stack !== undefined)
    process.stderr.write(`${printableLines(error.stack)}\n`);
  return code ?? exitCodes.stopped;
}
