import { columnByName } from './table.js';

/** Whether the API takes a secret under this name: that of a column, or that of a change of password. */
export function isSecretParameter(name: string): boolean {
  return name === 'change_password' || columnByName.get(name)?.secret === true;
}
