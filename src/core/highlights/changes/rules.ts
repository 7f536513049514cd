/** Words that make a path, or patterns that make a line, security-sensitive for one reason. */
export interface SecurityRule {
  /** For people: `authentication`. */
  readonly kind: string;
  /** Whole words of a folder's or file's name, in lower case; two words joined by a space must follow each other. */
  readonly words: readonly string[];
}

/** A line that should not come into a program unseen. */
export interface ContentRule {
  readonly kind: string;
  /** With `*` for any characters; matched against a whole line without the space around it, case matters. */
  readonly lines: readonly string[];
  readonly reason: string;
  readonly severity: 'high' | 'medium';
}

/** What may be set by a policy; {@link defaultRules} says what holds without one. */
export interface ChangeRules {
  readonly security: readonly SecurityRule[];
  readonly contents: readonly ContentRule[];
  /** How many changed source files are searched for {@link contents}; beyond it none of the rest, and a note says so. */
  readonly contentFiles: number;
  /** Owner of the repository, whose own actions workflows may use; `null` = not known. */
  readonly owner: string | null;
  /** Patterns of paths that define feature flags, as `pathPattern` takes them. */
  readonly flags: readonly string[];
  /** How many contents are read at most; the files that are left are listed as not read, and a note counts them. */
  readonly mostReads: number;
  /** Bytes; larger files are reported as not read. Whoever reads the blobs should use it as the limit. */
  readonly blobLimit: number;
  /** Values that are listed of one file. */
  readonly listed: number;
}

/**
 * Security-sensitive kinds follow the triggers for a security review: authentication or authorisation logic,
 * cryptographic implementations, data access or privacy, third-party integrations, and security controls.
 */
export const defaultRules: ChangeRules = {
  security: [
    {
      kind: 'cryptography',
      words: [
        'crypto',
        'cryptography',
        'encryption',
        'encrypt',
        'decrypt',
        'cipher',
        'kms',
        'keyring',
        'hmac',
        'x509',
        'pki',
      ],
    },
    {
      kind: 'authorisation',
      words: [
        'authorization',
        'authorisation',
        'authz',
        'permission',
        'permissions',
        'rbac',
        'acl',
        'acls',
        'policies',
        'abilities',
        'access control',
        'impersonation',
        'impersonate',
      ],
    },
    {
      kind: 'authentication',
      words: [
        'auth',
        'authentication',
        'authenticate',
        'authenticator',
        'authn',
        'login',
        'signin',
        'sign in',
        'logout',
        'password',
        'passwords',
        'passkey',
        'passkeys',
        'oauth',
        'oauth2',
        'oidc',
        'openid',
        'saml',
        'sso',
        'scim',
        'ldap',
        'mfa',
        '2fa',
        'totp',
        'webauthn',
        'fido2',
        'jwt',
        'session',
        'sessions',
        'two factor',
        'api key',
        'api keys',
        'access token',
        'access tokens',
        'refresh token',
        'csrf',
        'captcha',
      ],
    },
    { kind: 'secrets', words: ['secret', 'secrets', 'vault', 'credential', 'credentials', 'keystore'] },
    {
      kind: 'data access and privacy',
      words: [
        'privacy',
        'gdpr',
        'pii',
        'consent',
        'redact',
        'redaction',
        'anonymize',
        'anonymise',
        'tenancy',
        'rls',
        'audit',
        'data export',
      ],
    },
    {
      kind: 'third-party integration',
      words: ['webhook', 'webhooks', 'integration', 'integrations', 'stripe', 'paypal', 'connectors'],
    },
    {
      kind: 'security controls',
      words: [
        'security',
        'cors',
        'csp',
        'content security policy',
        'rate limit',
        'rate limiter',
        'ratelimit',
        'throttle',
        'rack attack',
        'sanitize',
        'sanitizer',
        'firewall',
        'ssrf',
      ],
    },
  ],
  contents: [
    {
      kind: 'security controls',
      reason: "It switches off the check of the other side's certificate.",
      severity: 'high',
      lines: [
        '*rejectUnauthorized: false*',
        '*InsecureSkipVerify: true*',
        '*verify=False*',
        '*VERIFY_NONE*',
        '*danger_accept_invalid_certs(true)*',
        '*CURLOPT_SSL_VERIFYPEER*false*',
        '*ServerCertificateCustomValidationCallback*',
      ],
    },
    {
      kind: 'authorisation',
      reason: 'A check of who may do this is switched off.',
      severity: 'high',
      lines: [
        '*skip_before_action :authenticate*',
        '*skip_authorization*',
        '*[AllowAnonymous*',
        '*@PermitAll*',
        '*.permitAll()*',
        '*permission_classes = [AllowAny*',
        '*skip_forgery_protection*',
        '*@csrf_exempt*',
        'protect_from_forgery*with: :null_session*',
      ],
    },
    {
      kind: 'cryptography',
      reason: 'A weak algorithm is used.',
      severity: 'medium',
      lines: [
        "*createHash('md5')*",
        "*createHash('sha1')*",
        '*hashlib.md5(*',
        '*hashlib.sha1(*',
        '*md5.New()*',
        '*sha1.New()*',
        '*Digest::MD5*',
        '*MD5.Create()*',
        "*createCipher('*",
      ],
    },
    {
      kind: 'security controls',
      reason: 'Text is put into a page as it is.',
      severity: 'medium',
      lines: ['*dangerouslySetInnerHTML*', '*.html_safe*', '*mark_safe(*', '*v-html=*', '*bypassSecurityTrustHtml(*'],
    },
    {
      kind: 'security controls',
      reason: 'Text is run as a program, or objects are made of it.',
      severity: 'medium',
      lines: ['*subprocess*shell=True*', '*yaml.load(*', '*pickle.loads(*', '*BinaryFormatter()*'],
    },
  ],
  contentFiles: 2000,
  owner: null,
  flags: [
    '*feature*flag*.{yml,yaml,json,toml,ts,js,rb,py,go,cs,php,rs,java,kt}',
    'flags.{yml,yaml,json,toml}',
    'features.{yml,yaml,json,toml}',
    '*.flags.{yml,yaml,json}',
    '*launchdarkly*.{yml,yaml,json,tf}',
    '*unleash*.{yml,yaml,json}',
    '*flipt*.{yml,yaml,json}',
    '**/{feature_flags,feature-flags,featureflags}/**',
  ].flatMap(alternatives),
  mostReads: Infinity,
  blobLimit: 5_000_000,
  listed: 60,
};

/** Writes `{a,b}` out, once per pattern. */
function alternatives(pattern: string): readonly string[] {
  const found = /^(.*)\{([^{}]*)\}(.*)$/.exec(pattern);
  return found === null
    ? [pattern]
    : (found[2] ?? '').split(',').map((each) => `${found[1] ?? ''}${each}${found[3] ?? ''}`);
}
