/** Why there is no connection, by the codes of Node. */
export const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  EAI_AGAIN: 'the name cannot be looked up now',
  ETIMEDOUT: 'the connection timed out',
};

const unknownAuthority =
  'its certificate is of an authority that is not trusted here; NODE_EXTRA_CA_CERTS names a file with one more';

/** What stays as it is until somebody changes it. */
export const lastingReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
};
