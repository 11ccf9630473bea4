import type { Stop } from '../run/stop.js';

/** Why a run stopped before its end, in a sentence. */
export function whyStopped(stop: Stop): string {
  return 'message' in stop ? stop.message : 'Interrupted.';
}

/** The same for programs; null if it did not. */
export function stopJson(stop: Stop | undefined): Record<string, string | null> {
  return { stopped: stop?.reason ?? null, stoppedBecause: stop ? whyStopped(stop) : null };
}
