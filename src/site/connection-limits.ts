/** Requests under way at once, at most: far more than a site serves at once. */
export const mostConcurrency = 1000;

/** How long a reply may take at most; s. A timer of more than 24 days would end at once. */
export const longestTimeout = 86_400;

/** Requests per second, at least: the wait between two is a timer as well. */
export const slowestRate = 0.001;
