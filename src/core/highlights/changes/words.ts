/**
 * The words of a name in lower case: `adminPasswordHash`, `admin_password-hash` and `ADMIN.PASSWORD.HASH` are `admin`,
 * `password` and `hash`. Whoever looks for a word does not find it inside another one.
 */
export function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, 500)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}
