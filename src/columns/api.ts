/** The APIs of a site: REST v1 (the default), and the legacy v2, whose users have other parameters. */
export const apis = ['rest', 'legacy'] as const;
export type Api = (typeof apis)[number];
