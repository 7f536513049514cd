import { basename } from 'node:path';
import { runProgram } from './runProgram';

/**
 * Runs npm in `folder`, with the registry, proxy and certificates that the user's own npm is configured with.
 *
 * @param env variables on top of this process's own.
 * @throws Error with npm's last lines of output when it fails.
 */
export async function runNpm(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { command, first } = npmCommand();
  return runProgram({
    command,
    args: [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'],
    cwd: folder,
    env: { ...withoutCallersFolders(process.env), ...env },
  });
}

function npmCommand(): { command: string; first: readonly string[] } {
  // Set by npm for the scripts it runs; it may not be on the path under that name (Windows, version managers).
  const running = process.env['npm_execpath'];
  if (running !== undefined && basename(running) === 'npm-cli.js')
    return { command: process.execPath, first: [running] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] };
}

/** Within `npm run`, npm passes its own folders and switches on; they are about the caller's project, not this one. */
function withoutCallersFolders(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const callers =
    /^npm_(package_|lifecycle_|config_(local_)?(prefix|workspaces?|omit|include|ignore_scripts|dry_run)$)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !callers.test(name)));
}
