import { projectRoot } from '../hosts/projectFolders';
import { startSampleSession } from './sampleSession';

/** The demonstration: a real VS Code in the browser on a sample product, until Ctrl+C. */
const session = await startSampleSession({ extensionPath: projectRoot, log: (line) => console.log(line) });

console.log(`
Release Review is open on the sample product acme/shop.

  Open this address in a browser:  ${session.vscode.url()}
  You are                          @mkowalska, a reviewer (the author is @iduarte)
  The GitHub behind it             ${session.github.url}

In the Activity Bar choose Releases (the pull request with a tick). Three release PRs wait: one ready to review, one of high risk with
destructive migrations, one broken. Nothing leaves this machine; press Ctrl+C to stop and to remove everything.
`);

await new Promise<void>((resolve) => {
  process.once('SIGINT', resolve);
  process.once('SIGTERM', resolve);
});
console.log('Stopping…');
await session.stop();
process.exit(0);
