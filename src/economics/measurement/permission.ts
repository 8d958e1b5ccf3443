/** Something that was read, or why it could not be. */
export type Permitted<Of> = { readonly value: Of } | { readonly refused: string };

/** Reads what a measurement can go on without; only that it is not permitted is no fault. */
export async function ifPermitted<Of>(read: () => Promise<Of>): Promise<Permitted<Of>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (/AccessDenied|Unauthorized|NotAuthorized/.test((error as Error).name)) {
      return { refused: (error as Error).message };
    }
    throw error;
  }
}
