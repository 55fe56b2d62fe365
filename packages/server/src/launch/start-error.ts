/** Stops the start of the server for a reason the operator can do something about: the message is a sentence to them. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
