import { workspace, type Disposable } from 'vscode';

/** Absolute paths of the workspace folders that are on a disk; virtual ones have no clone to look into. */
export function localFolders(): readonly string[] {
  return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

export function hasWorkspaceFolder(): boolean {
  return (workspace.workspaceFolders ?? []).length > 0;
}

/** In Restricted Mode no program runs in or on the workspace. */
export function isTrusted(): boolean {
  return workspace.isTrusted;
}

/** Calls back when folders come or go, or the workspace becomes trusted. */
export function onWorkspaceChanged(listener: () => void): Disposable[] {
  return [workspace.onDidChangeWorkspaceFolders(listener), workspace.onDidGrantWorkspaceTrust(listener)];
}

/** The path that the person set for git (`git.path`); a workspace cannot set it for an untrusted folder. */
export function configuredGit(): string | undefined {
  const value = workspace.getConfiguration('git').inspect<string | string[] | null>('path')?.globalValue;
  const first = Array.isArray(value) ? value[0] : value;
  return first ?? undefined;
}
