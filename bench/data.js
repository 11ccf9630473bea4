import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const header =
  'username,authentication_method,password,password_validity_days,require_password_change,require_login_by,email,full_name,company,group_ids,site_admin,self_managed,notes,time_zone,root_folder,home_folder,ip_whitelist,enforce_ip_whitelist,ssl_required,access_expiration_date,ftp_permission,sftp_permission,dav_permission,restapi_permission,folder_permissions';

const directory = join(tmpdir(), 'files-bulk-import-bench');

/** A file of valid rows with all 25 columns, about 215 bytes each, the same in every run. */
export function users(rows) {
  return written(`users-${rows}.csv`, header, rows, (n) => {
    const random = noise(n);
    const name = `${pick(firstNames, random)}.${pick(lastNames, random >> 4)}${n}`;
    const groups = random % 3 === 0 ? '"Sales,Support"' : pick(['Engineering', 'Finance'], random);
    const addresses = random % 7 === 0 ? '"203.0.113.7\n192.168.17.0/27"' : '';
    const granted = `Sales=readonly|Home/${name}=full`;
    return `${name},password,Tram-walnut-${n},90,Y,,${name}@example.com,Ada King ${n},Example Corp,${groups},N,N,,London,Home/${name},,${addresses},Y,,2034-03-14T13:27:01-04:00,N,Y,N,Y,${granted}`;
  });
}

/** Users that need one request each. */
export function plainUsers(rows) {
  return written(
    `plain-${rows}.csv`,
    'username,authentication_method',
    rows,
    (n) => `user${n},okta`,
  );
}

/** A file whose first row has an error. */
export function wrongFromTheStart(rows) {
  return written(`wrong-${rows}.csv`, 'username,authentication_method', rows, (n) =>
    n === 0 ? 'user0,carrier pigeon' : `user${n},okta,${'x'.repeat(180)}`.replace(/,x/, 'x'),
  );
}

/** A file in which every row has an error. */
export function wrongUsers(rows) {
  return written(
    `wrong-users-${rows}.csv`,
    'username,authentication_method,email',
    rows,
    (n) => `user${n},okta,user${n} at example.com`,
  );
}

function written(name, first, rows, row) {
  const path = join(directory, name);
  if (existsSync(path)) return path;
  mkdirSync(directory, { recursive: true });
  const file = openSync(`${path}.new`, 'w');
  let text = `${first}\n`;
  for (let n = 0; n < rows; n += 1) {
    text += `${row(n)}\n`;
    if (text.length > 1 << 20 || n === rows - 1) {
      writeSync(file, text);
      text = '';
    }
  }
  closeSync(file);
  renameSync(`${path}.new`, path);
  return path;
}

const firstNames = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'margaret', 'niklaus'];
const lastNames = ['lovelace', 'hopper', 'turing', 'dijkstra', 'liskov', 'knuth', 'hamilton'];

function pick(list, number) {
  return list[number % list.length];
}

function noise(n) {
  return (Math.imul(n + 1, 0x9e3779b1) >>> 8) & 0xffff;
}
