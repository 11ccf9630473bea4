import { columnByName } from './table.js';

/** Whether the API takes a secret under this name, in a column or in a change of password. */
export function isSecretParameter(name: string): boolean {
  return name === 'change_password' || columnByName.get(name)?.secret === true;
}
