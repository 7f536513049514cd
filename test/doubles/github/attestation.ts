/** What a build attestation says, each part as GitHub's own workflows write it unless told otherwise. */
export interface AttestedBuild {
  /** `sha256:…` of the image. */
  readonly digest: string;
  /** Web address of the repository: `https://github.com/acme/shop`. */
  readonly repository: string;
  readonly commit: string;
  readonly workflow?: string;
  readonly predicateType?: string;
}

/**
 * A Sigstore bundle with an in-toto statement of SLSA provenance v1, unsigned.
 * https://actions.github.io/buildtypes/workflow/v1, https://github.com/sigstore/protobuf-specs
 */
export function attestationBundle({ digest, repository, commit, ...more }: AttestedBuild): unknown {
  const path = more.workflow ?? '.github/workflows/build.yml';
  return bundleOf({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: repository.replace('https://', ''), digest: { sha256: digest.replace('sha256:', '') } }],
    predicateType: more.predicateType ?? 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: { workflow: { ref: 'refs/heads/main', repository, path } },
        internalParameters: { github: { event_name: 'push', repository_id: '1', repository_owner_id: '1' } },
        resolvedDependencies: [{ uri: `git+${repository}@refs/heads/main`, digest: { gitCommit: commit } }],
      },
      runDetails: {
        builder: { id: `${repository}/${path}@refs/heads/main` },
        metadata: { invocationId: `${repository}/actions/runs/1/attempts/1` },
      },
    },
  });
}

/** A bundle around any statement. */
export function bundleOf(statement: unknown): unknown {
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes: '' }, tlogEntries: [] },
    dsseEnvelope: { payload, payloadType: 'application/vnd.in-toto+json', signatures: [{ sig: '' }] },
  };
}
