/** What prefixes mean within an element, if that differs from its surroundings. */
interface Scope {
  readonly bound: ReadonlyMap<string, string>;
  /** The depth of the element that declares them. */
  readonly depth: number;
  readonly outer: Scope | undefined;
}

/**
 * The namespaces of prefixes, as the elements of a document open and close. saxes can do this too, but then
 * takes half as long again for a sheet, in which hardly any element declares one.
 */
export class Namespaces {
  #scope: Scope | undefined;
  #depth = 0;
  #declared: Map<string, string> | undefined;

  /** Must be called with each attribute of an element before it opens. */
  attribute(name: string, value: string): void {
    if (!name.startsWith('xmlns')) return;
    if (name === 'xmlns') (this.#declared ??= new Map()).set('', value.trim());
    else if (name[5] === ':') (this.#declared ??= new Map()).set(name.slice(6), value.trim());
  }

  open(): void {
    this.#depth += 1;
    if (this.#declared === undefined) return;
    this.#scope = { bound: this.#declared, depth: this.#depth, outer: this.#scope };
    this.#declared = undefined;
  }

  close(): void {
    if (this.#scope?.depth === this.#depth) this.#scope = this.#scope.outer;
    this.#depth -= 1;
  }

  /** The namespace of a prefix, or with `''` that of unprefixed names; undefined if there is none. */
  of(prefix: string): string | undefined {
    for (let scope = this.#scope; scope !== undefined; scope = scope.outer) {
      const namespace = scope.bound.get(prefix);
      if (namespace !== undefined) return namespace === '' ? undefined : namespace;
    }
    return undefined;
  }
}
