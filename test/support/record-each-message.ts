/** For tests that stop between two messages of a flight, which a writer would put in one record. */
import { vi } from 'vitest';
import { RecordWriter } from '../../runtime/record/writer.ts';

const { handshake } = RecordWriter.prototype;

/** From now on, until mocks are restored, each handshake message goes out in a record of its own. */
export function recordEachMessage(): void {
  vi.spyOn(RecordWriter.prototype, 'handshake').mockImplementation(writeNow);
}

/** The same, and who is about to send a message of this type sends a fatal alert in its place. */
export function sendAlertInPlaceOf(handshakeType: number, description: number): void {
  vi.spyOn(RecordWriter.prototype, 'handshake').mockImplementation(function (
    this: RecordWriter,
    message,
  ) {
    if (message[0] === handshakeType) this.alert(2, description);
    else writeNow.call(this, message);
  });
}

function writeNow(this: RecordWriter, message: Uint8Array): void {
  handshake.call(this, message);
  this.flush();
}
