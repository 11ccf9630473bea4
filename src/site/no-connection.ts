/** Why there is no connection, by Node's error codes. */
const passingReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection was broken off',
  EAI_AGAIN: 'the name cannot be looked up now',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
};

const unknownAuthority =
  'its certificate is from an authority that is not trusted here; NODE_EXTRA_CA_CERTS can name a file with more authorities';

/** Reasons that last until somebody changes something. */
const lastingReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EPROTO: 'it does not speak TLS, or no version that is accepted here',
  CERT_HAS_EXPIRED: "its certificate has expired, or this machine's clock is wrong",
  CERT_NOT_YET_VALID: "its certificate is not valid yet, or this machine's clock is wrong",
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
};

/** The reason in an error, and whether another attempt soon would fail in the same way. */
export function whyNoConnection({ code = '', message }: NodeJS.ErrnoException): {
  readonly why: string;
  readonly lasting: boolean;
} {
  const known = code.startsWith('ERR_SSL_') ? 'EPROTO' : code;
  const lasting = lastingReasons[known];
  return {
    why: lasting ?? passingReasons[known] ?? (code === '' ? message : code),
    lasting: lasting !== undefined,
  };
}
