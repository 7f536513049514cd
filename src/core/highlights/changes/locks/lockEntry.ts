import type { Steps } from '../steps';

/** One version of one package that a lock file, or a manifest with pinned versions, names. */
export interface LockEntry {
  readonly name: string;
  readonly version: string;
  /** Line it stands on, from 1. */
  readonly line: number;
  /**
   * Where it is fetched from: the host of a registry, or the address of a repository, an archive or a folder (`git+…`,
   * `https://…`, `file:…`), or what is taken in its place in Go (`module …`, `folder …`); `null` where the file does not
   * say.
   */
  readonly source: string | null;
  /** Whether the project itself asks for it; `null` where the file does not tell. */
  readonly direct: boolean | null;
  /** Only development or tests ask for it; left out where the file does not tell. */
  readonly development?: boolean;
}

/** Reads one format. Throws `NotUnderstood`. */
export type LockReader = (text: string) => Steps<readonly LockEntry[]>;

/** How Cargo writes its own registry. */
const cratesIo = 'registry+https://github.com/rust-lang/crates.io-index';

/**
 * Where an address leads, short: a registry's host, or the whole address where it names something else than a registry
 * (git, a plain archive, a folder). What follows `#` or `?` is left out, as it changes with every version.
 */
export function sourceOf(address: string): string {
  if (address === cratesIo) return 'crates.io';
  const bare = address.replace(/[#?].*$/s, '');
  if (/^(?:git|github|gitlab|bitbucket|ssh|file|link|portal|path)\b/i.test(bare) || bare.endsWith('.git')) return bare;
  const host = /^(?:registry\+|sparse\+)?https?:\/\/(?:[^/@\s]*@)?([^/\s]+)/i.exec(bare)?.[1];
  if (host === undefined) return bare;
  // Archives of a forge are made of any commit, by anybody who has a fork.
  if (/^(?:codeload\.)?github\.com$|^gitlab\.com$|^bitbucket\.org$/i.test(host)) {
    return bare.replace(/\/(?:tar\.gz|zip|archive)\/.*$/, '');
  }
  return host.toLowerCase();
}

/** A folder of this repository, or beside it, that a Go module is taken from. */
export function folderOf(source: string | null): string | null {
  return source?.startsWith('folder ') === true ? source.slice('folder '.length) : null;
}

/** Another Go module that is taken in place of the one that is asked for. */
export function moduleOf(source: string | null): string | null {
  return source?.startsWith('module ') === true ? source.slice('module '.length) : null;
}

/** Whether a source is no registry: a repository, an archive of a forge, or a folder. */
export function isLoose(source: string | null): boolean {
  return (
    source !== null &&
    /^(?:git[+@:]|github:|gitlab:|bitbucket:|ssh:|file:|link:|portal:|path:|http:|module |folder )|\//i.test(source)
  );
}
