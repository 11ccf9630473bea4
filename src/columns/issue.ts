/**
 * Every issue code and its severity: one entry per code, so that a code has the same severity everywhere.
 */
export const issueCodes = severities({
  // The file and its CSV
  'file-has-no-rows': 'warning',
  'row-too-few-cells': 'warning',
  'row-too-many-cells': 'error',
  'row-too-long': 'error',
  'quote-never-closed': 'error',
  'quote-misplaced': 'error',
  'invalid-utf8': 'error',
  'cell-without-value': 'error',
  'cell-shown-otherwise': 'error',
  'comment-looks-like-row': 'warning',
  'rows-hidden': 'warning',
  'columns-hidden': 'warning',
  'cells-merged': 'warning',
  // The header
  'header-unknown-column': 'warning',
  'header-inexact-name': 'warning',
  'header-repeated-column': 'error',
  'header-missing-username': 'error',
  'mapped-header-missing': 'error',
  'encoding-not-utf8': 'warning',
  'delimiter-not-comma': 'warning',
  'columns-not-portable': 'warning',
  'line-endings-mixed': 'warning',
  'header-row-repeated': 'error',
  // What spreadsheets and wrong encodings do to cells
  'spreadsheet-error': 'error',
  'cell-cut': 'warning',
  'invisible-character': 'error',
  'typographic-quote': 'warning',
  'secret-odd-character': 'warning',
  mojibake: 'warning',
  'replacement-character': 'warning',
  'number-in-exponent-form': 'error',
  'text-in-exponent-form': 'warning',
  'zeros-lost': 'warning',
  // Cells
  'username-missing': 'error',
  'username-too-long': 'error',
  'username-doubled-space': 'error',
  'username-control-character': 'warning',
  'control-character': 'warning',
  'authentication-method-unknown': 'error',
  'not-yes-or-no': 'error',
  'not-a-whole-number': 'error',
  'number-too-large': 'error',
  'not-a-choice': 'error',
  'date-malformed': 'error',
  'date-does-not-exist': 'error',
  'date-in-the-past': 'warning',
  'email-malformed': 'error',
  'full-name-needs-two-words': 'error',
  'group-empty': 'error',
  'group-repeated': 'warning',
  'group-other-separator': 'warning',
  'group-in-quotes': 'warning',
  'group-line-break': 'error',
  'group-thousands-separator': 'warning',
  'group-distinguished-name': 'warning',
  'time-zone-unknown': 'error',
  'path-too-long': 'error',
  'path-has-no-name': 'error',
  'path-space-at-end': 'error',
  'path-of-a-computer': 'warning',
  'ip-separator': 'error',
  'ip-malformed': 'error',
  'tag-malformed': 'error',
  'password-hash-malformed': 'error',
  'ssh-key-malformed': 'error',
  'ssh-key-is-private': 'error',
  'folder-permission-separator': 'error',
  'folder-permission-malformed': 'error',
  'folder-permission-unknown': 'error',
  'folder-permission-implied': 'warning',
  'folder-permission-repeated': 'warning',
  'folder-permission-spaces': 'warning',
  'folder-permissions-ignored': 'warning',
  // Cells together
  'username-repeated': 'error',
  'password-not-used': 'error',
  'password-missing': 'warning',
  'imported-hash-missing': 'warning',
  'imported-hash-not-used': 'error',
  'sso-strategy-not-used': 'error',
  'self-managed-needs-email-signup': 'error',
  'email-signup-needs-email': 'error',
  'home-folder-outside-root': 'error',
  // What the legacy API asks for
  'legacy-column-left-out': 'warning',
  'legacy-value-missing': 'error',
  'legacy-username-space': 'error',
  'legacy-method-not-password': 'error',
  'legacy-admin-root': 'error',
  'legacy-time-zone-utc': 'error',
  'legacy-expiration-past': 'error',
  // What the site knows
  'username-taken': 'error',
  'group-not-found': 'error',
  'group-ambiguous': 'error',
  'group-named-otherwise': 'error',
  'group-like-another': 'warning',
  'groups-only-from-sso': 'error',
  'users-only-from-sso': 'error',
  'permissions-only-for-groups': 'error',
  'root-permission-forbidden': 'error',
  'key-owner-locked-out': 'error',
  'site-setting-prevails': 'warning',
  'folder-not-found': 'warning',
  'sso-provider-not-enabled': 'error',
  'sso-provider-ambiguous': 'error',
  'sso-strategy-mismatched': 'error',
  'password-breaks-site-rules': 'error',
  'user-not-found': 'warning',
  'user-owns-key': 'warning',
});

export type Severity = 'error' | 'warning';
export type IssueCode = keyof typeof issueCodes;

/** The type is the codes themselves, so that only their names are published. */
function severities<Code extends string>(table: Readonly<Record<Code, Severity>>) {
  return table;
}

/** Something found in the file. */
export interface Issue {
  severity: Severity;
  code: IssueCode;
  /** Physical line counted from 1, header included, on which the row starts; null: the whole file. */
  line: number | null;
  /** The column; null: the whole row. */
  column: string | null;
  message: string;
  /** The corrected text of the cell, or null if nothing is certain or likely. */
  suggestion: string | null;
}

export function issue(
  code: IssueCode,
  line: number | null,
  column: string | null,
  message: string,
  suggestion: string | null = null,
): Issue {
  return { severity: issueCodes[code], code, line, column, message, suggestion };
}
