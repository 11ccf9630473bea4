import { ofExitCodes } from '../report/explain/table.js';
import { exitCodeTexts } from './exit.js';

/** What each exit code means, and what to do then; one without an entry does not compile. */
export const exitCodeDetails = exitCodeTexts.map(([code, meaning]) => ({
  code,
  meaning,
  ...ofExitCodes[code],
}));
