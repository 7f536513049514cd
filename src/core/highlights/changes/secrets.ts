import { visibleText } from '../../visibleText';
import { hiddenValue } from './model';
import { wordsOf } from './words';

/** Words that make a key the name of a secret. */
const secretWords = new Set([
  'password',
  'passwd',
  'passwort',
  'pwd',
  'passphrase',
  'passcode',
  'secret',
  'secrets',
  'token',
  'tokens',
  'credential',
  'credentials',
  'creds',
  'apikey',
  'apikeys',
  'authkey',
  'privatekey',
  'accesskey',
  'secretkey',
  'htpasswd',
  'salt',
  'pepper',
  'dsn',
  'otp',
  'bearer',
  'authorization',
]);

/** Words before `key` that make it the name of a secret; every other key ending in `key` is one only in environments. */
const keyWords = new Set([
  'api',
  'access',
  'secret',
  'private',
  'signing',
  'encryption',
  'master',
  'auth',
  'license',
  'service',
  'account',
  'app',
  'application',
  'session',
  'ssh',
  'gpg',
  'pgp',
  'rsa',
  'hmac',
  'aes',
  'jwt',
  'tls',
  'ssl',
  'deploy',
  'client',
  'server',
  'host',
  'webhook',
  'shared',
  'storage',
  'base',
  'admin',
  'vapid',
  'stripe',
  'dkim',
  'cookie',
  'crypto',
  'crypt',
  'hash',
]);

/** Words before `pass` that make it an instruction of a web server. */
const passedOn = new Set(['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached']);

/** Last words of keys that say something about a secret without holding it. */
const aboutWords = new Set([
  'ttl',
  'expiry',
  'expires',
  'expire',
  'expiration',
  'length',
  'timeout',
  'lifetime',
  'age',
  'name',
  'names',
  'enabled',
  'enable',
  'disabled',
  'count',
  'limit',
  'min',
  'max',
  'ref',
  'type',
  'algorithm',
  'algorithms',
  'header',
  'rotation',
  'policy',
  'days',
  'hours',
  'minutes',
  'seconds',
  'interval',
  'required',
  'path',
  'namespace',
  'kind',
  'version',
  'provider',
  'optional',
  'source',
  'arn',
  'field',
  'format',
  'method',
  'mode',
  'window',
  'strategy',
  'cost',
  'rounds',
  'attempts',
  'image',
  'region',
  'size',
  'mount',
  'audience',
  'issuer',
  'scope',
  'scopes',
  'store',
  'manager',
  'backend',
  'available',
  'signin',
  'signup',
  'login',
  'hashers',
  'validators',
  'role',
  'roles',
]);

/** Words that make a key a switch, whatever it switches: `DISABLE_EMAIL_PASSWORD_SIGNIN`. */
const switchWords = new Set(['disable', 'enable']);

/** Values that are no secret whatever their key. */
const plainValue =
  /^(?:|~|0|1|null|true|false|yes|no|on|off|none|read|write|admin|inherit|required|optional|enabled|disabled|auto|default|\*)$/i;

/** Values that only say where the secret is. */
const reference =
  /^(?:System\.(?:fetch_env!|get_env)\(["']\w+["']\)(?: == "\w+")?|ENV(?:\.fetch\(["']\w+["']\)|\[["']\w+["']\])|os\.environ\[["']\w+["']\]|process\.env\.\w+|env\(["']\w+["']\)|%env\([\w:]+\)%|[%$\w{}./-]*\/[\w./-]+\.(?:pem|key|crt|cer|p12|pfx|jks)|\$\{\{\s*[\w.\s'"[\]-]+\}\}|\$\{\w+(?::?\?[^}]*)?\}|\$\w+|%\w+%|<%=?\s*ENV(?:\.fetch\(|\[)["']\w+["'][)\]]\s*%>|\{\{\s*[\w.\s|$-]+\}\}|(?:var|local|data|module|each|self)(?:\.[\w*[\]-]+)+|arn:aws:(?:secretsmanager|ssm|kms):\S+|(?:vault|ssm|op|sm|gsm):\/\/[\w/.#-]+|\/run\/secrets\/\w+)$/;

/** Beginnings that services give to their tokens; whatever follows is one. */
const tokenPattern =
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,}|(?<![A-Za-z0-9])(?:gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|xapp-|sk_live_|sk_test_|rk_live_|pk_live_|whsec_|sk-|AIza|ya29\.|SG\.|npm_|pypi-|dop_v1_|shp(?:at|ss|ca)_|hvs\.|lin_api_|phc_|phx_|EAA|key-)[\w./+=-]{12,}|(?<![A-Za-z0-9])eyJ[\w-]{8,}\.[\w.=-]+/g;

const blocks = /-----BEGIN [^-]*-----[^]*?(?:-----END [^-]*-----|$)/g;
const userInfo = /([a-z][\w+.-]*:\/\/)([^\s/@'":]*):[^\s'"]*@/gi;
const userOnly = /(https?:\/\/)[^\s/@'":•]+@/gi;
const bearer = /\b(Bearer|Basic|Token)\s+[\w.~+/=-]{6,}/g;
const longRun = /[A-Za-z0-9+/_=-]{24,}/g;
const assignment = /([\w.-]{2,60})(["']?\s*(?::|=>?|:=)\s*|\s+)(["']?)([^\s"',;&]+)\3/g;

const blot = '•••';

/** Characters of a value that are looked at, and that are shown. */
const readable = 2000;
const shownLength = 300;

/** Whether a key, given as what leads to it, is the name of a secret. */
export function isSecretKey(path: readonly string[]): boolean {
  // The name of an item may be that of a secret (`env[DB_PASSWORD].value`); a title in words is none.
  const keys = path
    .map((key) => key.replace(/^\[(.*)\]$/s, '$1'))
    .filter((key, at) => key !== '' && !(path[at]?.startsWith('[') === true && key.includes(' ')));
  const last = wordsOf(keys.at(-1) ?? '');
  if (aboutWords.has(last.at(-1) ?? '')) return false;
  // `from_secret: name`
  if (last.join(' ') === 'from secret') return false;
  return keys.some((key) => {
    const words = wordsOf(key);
    if (aboutWords.has(words.at(-1) ?? '') || words.some((word) => switchWords.has(word))) return false;
    return (
      words.some(
        (word, at) =>
          // The header holds a token; a server or a policy of authorisation holds none.
          (secretWords.has(word) && (word !== 'authorization' || at === words.length - 1)) ||
          (word === 'pass' && !passedOn.has(words[at - 1] ?? '')),
      ) ||
      words.some((word, at) => (word === 'key' || word === 'keys') && keyWords.has(words[at - 1] ?? '')) ||
      (/^[A-Z][A-Z0-9_]*_KEYS?$/.test(key) && !/(?:^|_)(?:FOREIGN|PRIMARY|PARTITION|SORT)_KEYS?$/.test(key))
    );
  });
}

/** Whether a value only says where a secret is, or is none. */
export function isReference(value: string): boolean {
  return plainValue.test(value) || reference.test(value.trim());
}

/** Words and versions, which most values are. */
const plainVersion = /^[\w.+~^-]{0,19}$/;

/** Text with everything blotted out that looks like a secret by itself. */
export function maskText(text: string): string {
  if (plainVersion.test(text)) return text;
  const masked = text
    .slice(0, readable)
    .replace(blocks, blot)
    .replace(userInfo, `$1$2:${blot}@`)
    .replace(userOnly, `$1${blot}@`)
    .replace(bearer, (_, word: string) => `${word} ${blot}`)
    .replace(tokenPattern, blot)
    .replace(longRun, (run: string, offset: number, whole: string) =>
      looksRandom(run, whole.slice(0, offset)) ? blot : run,
    )
    .replace(assignment, (whole: string, key: string, between: string, quote: string, value: string) => {
      const flag = between.trim() !== '' || key.startsWith('--');
      if (!flag || !isSecretKey([key.replace(/^-+/, '')]) || isReference(value) || value === blot) return whole;
      return `${key}${between}${quote}${blot}${quote}`;
    });
  return visibleText(masked.length > shownLength ? `${masked.slice(0, shownLength)}…` : masked);
}

/** Letters of both kinds and digits without a recognisable word; names of commits and digests are not secrets. */
function looksRandom(run: string, before: string): boolean {
  if (/(?:sha\d+[:-]|@|h1:|\/commit\/|md5:)$/.test(before) || /^sha\d{3}-/.test(run)) return false;
  if (/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(run)) return false;
  if (/^[\da-f]+$/i.test(run)) return run.length >= 32 && /\d/.test(run) && /[a-f]/i.test(run);
  const body = run.replace(/=+$/, '');
  const parts = body.split(/[/_-]/);
  const longest = parts.reduce((best, each) => (each.length > best.length ? each : best), '');
  if (longest.length < 20) return false;
  const switches = [...longest.matchAll(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)].length;
  return /\d.*\d/.test(longest) && /[A-Za-z]/.test(longest) && switches >= longest.length / 4;
}

/** What of a value may be shown, given the keys that lead to it. */
export function shownValue(keys: readonly string[], value: string, secretFile = false): string {
  if ((secretFile || isSecretKey(keys)) && !isReference(value)) return hiddenValue;
  return maskText(value);
}
