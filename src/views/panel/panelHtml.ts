import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** The page's shell: one script, one style sheet, nothing from anywhere else, nothing inline. */
export function panelHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const asset = (name: string): string => webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src data:`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset('page.css')}">
<title>Release</title>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${asset('page.js')}"></script>
</body>
</html>`;
}
