/** How issues are printed; the first is the default. */
export const issueFormats = ['text', 'json', 'ndjson', 'github'] as const;
export type IssueFormat = (typeof issueFormats)[number];
