import { foldUsername } from '../columns/username.js';

/** A map by username, in which names are the same if the site treats them so. */
export class ByUsername<Value> extends Map<string, Value> {
  override get(username: string): Value | undefined {
    return super.get(foldUsername(username));
  }

  override has(username: string): boolean {
    return super.has(foldUsername(username));
  }

  override set(username: string, value: Value): this {
    return super.set(foldUsername(username), value);
  }

  override delete(username: string): boolean {
    return super.delete(foldUsername(username));
  }
}
