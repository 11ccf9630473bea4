import type { Sandbox } from '../../src/sandbox/sandbox.js';

/** Users with groups, SSO, keys, and permissions on shared and own folders. */
export function usersCsv(count: number): string {
  const header =
    'username,authentication_method,password,email,full_name,group_ids,company,time_zone,folder_permissions,ssh_public_key';
  const methods = ['password', 'email_signup', 'okta', 'azure'];
  const groups = ['Sales', '"Sales,Engineering"', 'Finance', ''];
  const rows = Array.from({ length: count }, (_, index) => {
    const method = methods[index % methods.length] ?? 'password';
    const password = method === 'password' ? `secret-pass-${index}` : '';
    const folders = [
      `Shared/Team ${index % 7}=readonly`,
      `"Home/user${index}=admin*|Dept/${index % 3}=readwrite,history"`,
      '',
    ];
    return [
      `User${index}`,
      method,
      password,
      `user${index}@example.com`,
      `First${index} Last${index}`,
      groups[index % groups.length],
      'Example Corp',
      'London',
      folders[index % folders.length],
      index % 3 === 1 ? publicKey(index) : '',
    ].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

/** A different key for each number. */
function publicKey(number: number): string {
  const type = Buffer.from('ssh-ed25519');
  const lengths = [type.length, 32].map((length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(length);
    return bytes;
  });
  const [first = Buffer.of(), second = Buffer.of()] = lengths;
  const key = Buffer.concat([first, type, second, Buffer.alloc(32, number)]);
  return `ssh-ed25519 ${key.toString('base64')} laptop ${number}`;
}

/** The state of a site without ids and times, so that two sites can be compared. */
export function stateOf({ content }: Sandbox): unknown {
  const { users, permissions, folders, groups, publicKeys } = content.snapshot();
  const nameOf = new Map(users.map(({ id, username }) => [id, username]));
  return {
    users: users
      .map(({ username, fields, groupIds }) => {
        return {
          username,
          ...fields,
          created_at: undefined,
          password_set_at: fields.password_set_at === undefined ? 'none' : 'set',
          groups: groupIds.map((id) => groups.find((group) => group.id === id)?.name),
        };
      })
      .sort((a, b) => a.username.localeCompare(b.username)),
    permissions: permissions
      .map(({ path, userId, permission, recursive }) =>
        [nameOf.get(userId ?? 0), path, permission, recursive].join(' '),
      )
      .sort(),
    keys: publicKeys
      .map(({ userId, title, fingerprint }) => [nameOf.get(userId), title, fingerprint].join(' '))
      .sort(),
    folders: [...folders].sort(),
    groups: groups.map(({ name }) => name).sort(),
  };
}

/** Calls `change` at each POST, that is, after the look-ups of an import. */
export function whenCreating(sandbox: Sandbox, change: () => void): void {
  sandbox.setFaults({
    faults: [],
    concerns(method) {
      if (method === 'POST') change();
      return false;
    },
  });
}
