import { parentPort, workerData } from 'node:worker_threads';
import { columnByName } from '../columns/table.js';
import type { RowLayout } from '../source/header.js';
import { parseBlock } from '../source/parse.js';
import type { Block } from '../source/split.js';
import { entryChecker } from './check-entry.js';
import { findingsOf } from './findings.js';
import type { WorkerSetup } from './workers.js';

/**
 * A thread that checks blocks. It first says that it has started; then each message is a block, and the reply
 * is what was found in it.
 */
const setup = workerData as WorkerSetup;
const layout: RowLayout = {
  cells: setup.cells,
  columns: setup.columns.map((name) => (name === null ? null : (columnByName.get(name) ?? null))),
  computed: setup.computed.flatMap(({ name, source }) => {
    const column = columnByName.get(name);
    return column ? [{ column, source }] : [];
  }),
  delimiter: setup.delimiter,
};
const check = entryChecker(layout, setup.context);

parentPort?.on('message', (block: Block & { bytes: Uint8Array<ArrayBuffer> }) => {
  const bytes = Buffer.from(block.bytes.buffer);
  const findings = findingsOf(parseBlock({ ...block, bytes }), layout, check);
  const { lengths, lines, validity } = findings;
  parentPort?.postMessage(findings, [lengths.buffer, lines.buffer, validity.buffer]);
});
parentPort?.postMessage('started');
