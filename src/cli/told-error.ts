/** What went wrong, in words; where AWS's clients lack a setting, the variable that has it. */
export function toldError({ message, code, name }: NodeJS.ErrnoException): string {
  if (message === 'Region is missing') {
    return 'AWS_REGION must be set to the region, or AWS_PROFILE to a profile that has one, got neither';
  }
  if (name === 'CredentialsProviderError') {
    return `AWS_PROFILE must be set to a profile with credentials, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to some, got none that can be used: ${message}`;
  }
  if (name.startsWith('ExpiredToken')) {
    return `the credentials of AWS_PROFILE or AWS_SESSION_TOKEN must be valid, got some that have expired: ${message}`;
  }
  return message || code || name;
}
