/** Who the person is to the service: where its bearer tokens come from. */
export interface Login {
  /** A token good for at least a minute. @throws TransportError UNAUTHORIZED when there is none to be had. */
  token(): Promise<string>;
  /** Another token than the last one, for the socket's `auth.expiring`. */
  renew(): Promise<string>;
  /** The service refused it for good. */
  forget(): void;
  signOut(): Promise<void>;
}
