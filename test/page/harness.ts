import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { FromPage, Intent, ToPage } from '../../src/views/panel/protocol';
import { launchBrowser } from '../hosts/browser';
import { projectRoot } from '../hosts/projectFolders';
import themes from './themes.json';

/**
 * The four kinds of theme, with the values of VS Code 1.139's Dark Modern, Light Modern and high contrast themes, and its
 * own defaults, Dark 2026 and Light 2026.
 */
export type ThemeName = keyof typeof classes;

/** How a page is opened. */
export interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What the page finds in its kept state. */
  readonly kept?: unknown;
  readonly bodyClass?: string;
}

/** One open release page, with the test in the place of the editor. */
export interface OpenPage {
  readonly page: Page;
  /** Sends messages to the page and waits until they are drawn. */
  send(...messages: readonly ToPage[]): Promise<void>;
  /** Everything that the page has said so far. */
  said(): Promise<readonly FromPage[]>;
  /** The intents that the page has sent so far, with their ids. */
  intents(): Promise<readonly { readonly id: number; readonly intent: Intent }[]>;
  /** What the page has kept for a reload. */
  kept(): Promise<unknown>;
  /** Addresses that the page asked for beyond its own three, and complaints of its content security policy or scripts. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

const address = 'http://page.test/';
const classes = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
  'dark-2026': 'vscode-dark',
  'light-2026': 'vscode-light',
} as const satisfies Record<keyof typeof themes, string>;

/** All of them. */
export const themeNames: readonly ThemeName[] = ['dark', 'light', 'hc-dark', 'hc-light', 'dark-2026', 'light-2026'];

/** A browser with the page's bundle, made once for a suite. */
export class PageHarness {
  readonly #browser: Browser;
  readonly #files: ReadonlyMap<string, string>;

  private constructor(browser: Browser, files: ReadonlyMap<string, string>) {
    this.#browser = browser;
    this.#files = files;
  }

  static async start(): Promise<PageHarness> {
    const [browser, files] = await Promise.all([launchBrowser(() => undefined), bundlePage()]);
    return new PageHarness(browser, files);
  }

  /** Bytes of a bundled file, minified: "page.js" or "page.css". */
  size(file: string): number {
    return Buffer.byteLength(this.#files.get(file) ?? '');
  }

  async stop(): Promise<void> {
    await this.#browser.close();
  }

  /** Opens the page and waits for its `ready`. */
  async open(options: PageOptions = {}): Promise<OpenPage> {
    const { theme = 'dark', width = 1280, height = 860 } = options;
    const context = await this.#browser.newContext({
      viewport: { width, height },
      locale: 'en-GB',
      timezoneId: 'UTC',
      colorScheme: theme.includes('light') ? 'light' : 'dark',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(5_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.addInitScript(actAsEditor, options.kept ?? null);
    await page.route('**', async (route) => {
      const url = route.request().url();
      const file = url.slice(address.length);
      const body = file === '' ? documentOf(theme, options.bodyClass ?? '') : this.#files.get(file);
      if (!url.startsWith(address) || body === undefined) {
        complaints.push(`asked for ${url}`);
        await route.abort();
        return;
      }
      const contentType = file === '' ? 'text/html' : file.endsWith('.js') ? 'text/javascript' : 'text/css';
      await route.fulfill({ contentType: `${contentType}; charset=utf-8`, body });
    });
    await page.goto(address);
    await page.waitForFunction(() => window.editor.said.some((message) => message.type === 'ready'));
    const said = (): Promise<readonly FromPage[]> => page.evaluate(() => window.editor.said);
    return {
      page,
      complaints,
      said,
      send: async (...messages) => {
        await page.evaluate(async (each) => {
          for (const message of each) window.postMessage(message, '*');
          // Two frames: one for the messages to arrive and be drawn, one for what is measured after that.
          await new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        }, messages);
      },
      intents: async () => (await said()).flatMap((message) => (message.type === 'intent' ? [message] : [])),
      kept: () => page.evaluate((): unknown => window.editor.kept()),
      close: () => context.close(),
    };
  }
}

declare global {
  interface Window {
    /** The stand-in for the editor, inside the page. */
    editor: { readonly said: FromPage[]; kept(): unknown };
    acquireVsCodeApi: () => unknown;
  }
}

/** Runs in the page: `acquireVsCodeApi` as VS Code gives it, with a state that outlives a reload. */
function actAsEditor(kept: unknown): void {
  if (sessionStorage.getItem('kept') === null && kept !== null) sessionStorage.setItem('kept', JSON.stringify(kept));
  const read = (): unknown => JSON.parse(sessionStorage.getItem('kept') ?? 'null') ?? undefined;
  const said: FromPage[] = [];
  window.editor = { said, kept: read };
  let acquired = false;
  window.acquireVsCodeApi = () => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return {
      postMessage: (message: FromPage) => said.push(message),
      getState: read,
      setState: (state: unknown) => {
        sessionStorage.setItem('kept', JSON.stringify(state));
      },
    };
  };
}

async function bundlePage(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: { page: join(projectRoot, 'media/panel/main.tsx') },
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'chrome140',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    outdir: 'dist',
    write: false,
    logLevel: 'silent',
  });
  return new Map(outputFiles.map((file) => [file.path.endsWith('.css') ? 'page.css' : 'page.js', file.text]));
}

/** The document as the host writes it, with the variables and the base style that VS Code puts into a webview. */
function documentOf(theme: ThemeName, bodyClass: string): string {
  const variables = Object.entries({ ...themes[theme], ...fonts }).map(([name, value]) => `${name}: ${value};`);
  const policy =
    "default-src 'none'; style-src http://page.test 'nonce-editor'; script-src 'nonce-page'; img-src data:";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Release</title><style nonce="editor">:root { ${variables.join(' ')} } ${baseStyle}</style>
<link rel="stylesheet" href="page.css"></head>
<body class="${classes[theme]} ${bodyClass}"><div id="root"></div><script nonce="page" src="page.js"></script></body></html>`;
}

const fonts = {
  '--vscode-font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': '"Droid Sans Mono", monospace',
  '--vscode-editor-font-size': '14px',
};

/** What VS Code's webviews begin with (src/vs/workbench/contrib/webview/browser/pre/index.html), as far as it matters. */
const baseStyle = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  a, a code { color: var(--vscode-textLink-foreground); }
  a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background);
    padding: 1px 3px; border-radius: 4px; }
  pre code { padding: 0; }
  blockquote { background: var(--vscode-textBlockQuote-background); border-color: var(--vscode-textBlockQuote-border); }
}`;
