import { csvLine } from '../../src/columns/csv.js';
import { authenticationMethods, isSsoProvider } from '../../src/columns/kinds/choice.js';

const first = [
  'Ada',
  'Björn',
  'Chiara',
  'Daniel',
  'Elena',
  'Farid',
  'Grace',
  'Hugo',
  'Ingrid',
  'Jamal',
  'Keiko',
  'Luis',
  'Mina',
  'Noah',
  'Olu',
  'Priya',
  'Quinn',
  'Rosa',
  'Sven',
  'Tomoko',
];
const last = [
  'Abara',
  'Berg',
  'Castro',
  'Dahl',
  'Edwards',
  'Fuentes',
  'Górski',
  'Haddad',
  'Ito',
  'Jensen',
  'Kowalski',
  'Lambert',
  'Mori',
  'Novak',
  'Osei',
  'Petrova',
  'Quist',
  'Ricci',
  'Suzuki',
  'Tan',
];
const groups = ['Sales', 'Engineering', 'Finance', 'Contractors', 'Support', 'Marketing'];
const zones = ['London', 'Eastern Time (US & Canada)', 'Paris', 'Tokyo', 'Mumbai', 'Sydney', 'UTC'];
const providers = authenticationMethods.filter(isSsoProvider);

const header = [
  'username',
  'authentication_method',
  'password',
  'email',
  'full_name',
  'company',
  'group_ids',
  'notes',
  'time_zone',
  'home_folder',
  'sftp_permission',
  'folder_permissions',
];

/** samples/thousand.csv: a thousand users that a new sandbox accepts, generated deterministically. */
export function thousand(): string {
  const pick = picker(1000);
  const rows = Array.from({ length: 1000 }, (_, index) => {
    const name = `${pick(first)} ${pick(last)}`;
    const username = `${plain(name).replace(' ', '.')}.${String(index + 1).padStart(4, '0')}`;
    const method = pick(['password', 'password', 'email_signup', 'email_signup', pick(providers)]);
    const group = pick(groups);
    const second = pick(groups);
    return [
      username,
      method,
      method === 'password' ? `${pick(last)}-${pick(first)}-${pick(zones).length}${index}` : '',
      `${username}@example.com`,
      name,
      pick(['Example Corp', 'Example, Sons & Daughters']),
      group === second ? group : `${group},${second}`,
      pick(['', '', 'Remote', 'Two days a week\nin the office', 'Known as "the bridge"']),
      pick(zones),
      `Home/${username}`,
      pick(['Y', 'N', '']),
      `${group}=${pick(['readonly', 'readwrite', 'full', 'readwrite,history'])}|Home/${username}=admin`,
    ];
  });
  return [header, ...rows].map((cells) => csvLine(cells)).join('');
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^a-z ]/gi, '')
    .toLowerCase();
}

/** Picks from lists, reproducibly for a seed (a Lehmer generator). */
function picker(seed: number): <T>(list: readonly T[]) => T {
  let state = seed;
  return (list) => {
    state = (state * 48_271) % 2_147_483_647;
    const found = list[state % list.length];
    if (found === undefined) throw new Error('There is nothing to pick from.');
    return found;
  };
}
