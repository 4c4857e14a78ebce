/** A message as a puppet would make it without any change. */
import type { Fields } from './puppet-codecs.ts';
import type { ExtensionPlace } from './puppet-extensions.ts';

/** A message as it should be. */
export interface UsualMessage {
  readonly fields: Fields;
  /** The puppet's shares, for the words of key_share. */
  readonly publicKeyOf?: ExtensionPlace['publicKeyOf'];
  /** To be done when the message is in the transcript; gets its body. */
  readonly afterwards?: (body: Uint8Array) => void;
}

/** Where there is no share to show. */
export const nobodys: ExtensionPlace['publicKeyOf'] = () => undefined;
