import { foldUsername } from '../columns/username.js';

/** Something for each of some users, whose names are told apart as a site does it. */
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
