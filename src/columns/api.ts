/** The APIs of a site: REST v1, and the legacy v2, in which users have other parameters. The first is the default. */
export const apis = ['rest', 'legacy'] as const;
export type Api = (typeof apis)[number];
