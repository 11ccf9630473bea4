import type { FaultPlan } from './faults.js';
import { startSandbox as start, type SandboxOptions } from './sandbox.js';
import type { SandboxContent } from './state.js';

/** A local Files.com for the tests of other programs; what it returns are copies. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly apiKey: string;
  users(): SandboxContent['users'];
  /** Everything that it contains; pass it as `content` to start another. */
  snapshot(): SandboxContent;
  /** How many requests it has received. */
  requests(): number;
  setFaults(plan: FaultPlan | undefined): void;
  /** Rejects with the first error of the sandbox itself, which clients saw as a lost connection. */
  close(): Promise<void>;
}

/** Starts a local Files.com on the loopback address. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { url, apiKey, content, traffic, setFaults, close } = await start(options);
  return {
    url,
    apiKey,
    users: () => structuredClone([...content.users.values()]),
    snapshot: () => structuredClone(content.snapshot()),
    requests: () => traffic.total,
    setFaults,
    close,
  };
}
