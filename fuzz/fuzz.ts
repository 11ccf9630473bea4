import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** A reader of foreign input, and what must hold for any input. */
export interface Part {
  /** Real inputs, from which others are derived. */
  readonly seeds: readonly (string | Buffer)[];
  /** Tokens that mean something to it. */
  readonly words: readonly string[];
  /** Throws if what must hold does not. */
  readonly check: (input: Buffer) => void | Promise<void>;
}

/** Without a time limit: few inputs, the same in every run. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
const seed = Number(process.env.FUZZ_SEED ?? (seconds > 0 ? Date.now() % 2 ** 31 : 1));
const fewRuns = 100;

/** Checks the seeds, former failures, and inputs derived from the seeds. Keeps a new failure in fuzz/corpus/. */
export function fuzz(name: string, part: Part): void {
  const corpus = new URL(`corpus/${name}/`, import.meta.url);
  const kept = (existsSync(corpus) ? readdirSync(corpus) : []).map((file): [string, Buffer] => [
    file,
    readFileSync(new URL(file, corpus)),
  ]);
  const seeds = part.seeds.map((text, index): [string, Buffer] => [
    `seed ${index + 1}`,
    Buffer.from(text),
  ]);

  describe(name, () => {
    test.each([...seeds, ...kept])('%s', (_, input) => part.check(input));

    test(`derived inputs (seed ${seed})`, async () => {
      const details = await fc.check(
        fc.asyncProperty(changed(part), async (input) => {
          await part.check(input);
        }),
        {
          seed,
          numRuns: seconds > 0 ? 1e9 : fewRuns,
          ...(seconds > 0 && { interruptAfterTimeLimit: seconds * 1000 }),
        },
      );
      const [input] = details.counterexample ?? [];
      if (input) {
        const file = new URL(createHash('sha256').update(input).digest('hex').slice(0, 16), corpus);
        mkdirSync(corpus, { recursive: true });
        writeFileSync(file, input);
        expect.fail(`${file.pathname}\n${fc.defaultReportMessage(details) ?? ''}`);
      }
      if (seconds > 0) console.info(`${name}: ${details.numRuns} inputs, seed ${seed}`);
    });
  });
}

/** Seeds with some changes; a failure shrinks towards none. */
function changed({ seeds, words }: Part): fc.Arbitrary<Buffer> {
  const all = seeds.map((text) => Buffer.from(text));
  const word = words.map((text) => Buffer.from(text));
  const piece = fc.oneof(
    fc.constantFrom(...word),
    fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.constantFrom(...all), fc.nat(), fc.integer({ min: 1, max: 64 }))
      .map(([from, at, length]) => from.subarray(at % (from.length + 1)).subarray(0, length)),
  );
  const change = fc.record({
    at: fc.nat(),
    without: fc.oneof(fc.constant(0), fc.nat({ max: 8 }), fc.nat({ max: 2000 })),
    put: fc.oneof(
      fc.constant(Buffer.of()),
      piece,
      fc
        .tuple(piece, fc.integer({ min: 2, max: 300 }))
        .map(([bytes, times]) => Buffer.concat(new Array<Buffer>(times).fill(bytes))),
    ),
  });
  return fc
    .tuple(fc.constantFrom(...all), fc.array(change, { maxLength: 6 }))
    .map(([from, changes]) =>
      changes.reduce((bytes, { at, without, put }) => {
        const place = at % (bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + without)]);
      }, from),
    );
}
