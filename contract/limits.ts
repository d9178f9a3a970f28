/** Longest message, in characters (UTF-16 code units), that a turn accepts. */
export const MAX_MESSAGE_LENGTH = 8000;

/** Path of the text protocol over socket.io (contract/socket.ts). */
export const SOCKET_PATH = '/va/socket.io';
