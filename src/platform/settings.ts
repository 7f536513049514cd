import { workspace, type Disposable } from 'vscode';
import { settingDefaults, type Settings } from '../contributions';

/** The value of a setting; of the wrong type counts as not set. */
export function readSetting<K extends keyof Settings>(key: K): Settings[K] {
  const value = workspace.getConfiguration().get<unknown>(key);
  return isSound(key, value) ? value : settingDefaults[key];
}

function isSound<K extends keyof Settings>(key: K, value: unknown): value is Settings[K] {
  switch (key) {
    case 'releaseReview.repositories':
      return Array.isArray(value) && value.every((each) => typeof each === 'string');
    case 'releaseReview.hosts':
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((each) => typeof each === 'string')
      );
    case 'releaseReview.fetch':
      return value === 'auto' || value === 'never';
    case 'releaseReview.pollMinutes':
      return typeof value === 'number' && Number.isFinite(value) && value >= 0;
    default:
      return typeof value === 'boolean';
  }
}

/** Calls back when one of our settings changed. */
export function onSettingsChanged(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('releaseReview')) listener();
  });
}

/** The REST API of each host that tokens may be sent to: github.com and those of the settings with a sound address. */
export function apiUrls(): ReadonlyMap<string, string> {
  const urls = new Map([['github.com', 'https://api.github.com']]);
  for (const [host, url] of Object.entries(readSetting('releaseReview.hosts'))) {
    if (isSoundApiUrl(url)) urls.set(host.toLowerCase(), url.replace(/\/+$/, ''));
  }
  return urls;
}

/** `https`, or `http` on this machine itself, without user info, query or fragment. */
export function isSoundApiUrl(url: string): boolean {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return false;
  }
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname);
  const secure = parsed.protocol === 'https:' || (parsed.protocol === 'http:' && local);
  return secure && parsed.username === '' && parsed.password === '' && parsed.search === '' && parsed.hash === '';
}
