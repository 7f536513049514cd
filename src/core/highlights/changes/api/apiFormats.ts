import type { ApiFile } from '../model';

/** Which description of an API a path is, if its content agrees; `null` for others. */
export function apiFormatOf(path: string): ApiFile['format'] | null {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  if (name.endsWith('.proto')) return 'protobuf';
  if (/\.(?:graphqls|gql|graphql)$/.test(name)) return 'graphql';
  if (!/\.(?:ya?ml|json)$/.test(name)) return null;
  if (/(?:^|[._-])(?:openapi|swagger)(?:[._-]|$)/.test(name)) return 'openapi';
  return /(?:^|\/)(?:openapi|swagger|api-contracts|api-spec|apispec)\//.test(lower) ? 'openapi' : null;
}
