import { issueCodes, type IssueCode } from '../../columns/issue.js';
import { effects, importSeverityOf } from './effect.js';
import { codesByKind, explanations } from './table.js';

/** One code for programs. `example` is null if there is none to show. */
export function explanationJson(code: IssueCode) {
  const { what, why, cause, cure, example, fix } = explanations[code];
  return {
    code,
    severity: issueCodes[code],
    kind: codesByKind.find(([, codes]) => codes.includes(code))?.[0] ?? null,
    what,
    why,
    cause,
    cure,
    import: effects[importSeverityOf(code)],
    fix: fix === true,
    example: example ?? null,
  };
}
