/** Counts of the requests to the site. */
export class Traffic {
  total = 0;
  /** By method and endpoint, such as `POST /users`. */
  readonly byEndpoint = new Map<string, number>();
  /** Parameters that the API does not know and ignores, by endpoint and name: a misspelling shows here. */
  readonly unknownParameters = new Map<string, number>();

  endpoint(name: string): void {
    this.byEndpoint.set(name, (this.byEndpoint.get(name) ?? 0) + 1);
  }

  unknown(endpoint: string, parameter: string): void {
    const key = `${endpoint} ${parameter}`;
    this.unknownParameters.set(key, (this.unknownParameters.get(key) ?? 0) + 1);
  }
}
