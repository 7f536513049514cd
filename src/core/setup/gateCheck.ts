/** Name of the check run that reports the gates, which branch protection can require. */
export const gateCheckName = 'release-review / gates';
