/** Account that owns every local queue. */
export const LOCAL_ACCOUNT = '000000000000';

/** Region that every local queue is in. */
export const LOCAL_REGION = 'us-east-1';

const ARN_PREFIX = `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:`;
const PATH = new RegExp(`^/${LOCAL_ACCOUNT}/([^/]+)/?$`);

/** ARN of the queue of a name. */
export function queueArn(name: string): string {
  return `${ARN_PREFIX}${name}`;
}

/** Name in an ARN; nothing when the ARN is not that of a local queue. */
export function nameInArn(arn: string): string | undefined {
  return arn.startsWith(ARN_PREFIX) ? arn.slice(ARN_PREFIX.length) : undefined;
}

/** Path of the URL of the queue of a name. */
export function queuePath(name: string): string {
  return `/${LOCAL_ACCOUNT}/${name}`;
}

/** Name in the path of a queue URL; the host does not matter. */
export function nameInUrl(url: string): string | undefined {
  const pathAt = url.includes('://') ? url.indexOf('/', url.indexOf('://') + 3) : 0;
  return PATH.exec(pathAt < 0 ? '' : url.slice(pathAt))?.[1];
}
