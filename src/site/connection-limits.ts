/** How many requests are in flight at once, unless the caller says otherwise. */
export const usualConcurrency = 8;

/** How long a reply may take, unless the caller says otherwise; s. */
export const usualTimeout = 30;

/** The most requests in flight at once, far more than a site serves. */
export const mostConcurrency = 1000;

/** The longest time-out; s. A timer of more than 24 days would fire at once. */
export const longestTimeout = 86_400;

/** The lowest rate, in requests per second: the wait between two is a timer as well. */
export const slowestRate = 0.001;
