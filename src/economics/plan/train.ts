/** Batches that were received together and share their fate; one, unless there are very many. */
export interface Train {
  readonly batches: number;
  readonly messages: number;
  readonly oldestSentAt: number;
  readonly sentAtSum: number;
  readonly receives: number;
  readonly receivedAt: number;
  readonly attempts: number;
}

/** So many batches of a train. */
export function part(train: Train, batches: number): Train {
  const share = batches / train.batches;
  return share === 1 ? train : { ...train, batches, messages: train.messages * share, sentAtSum: train.sentAtSum * share };
}
