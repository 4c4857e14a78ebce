/**
 * What every peer of the interop table can be asked: to be there, to serve one connection, to
 * make one. A module a peer turns that into its command line.
 */
import type { Duplex } from 'node:stream';
import type { NamedGroupName, SignatureSchemeName } from '../../../generated/registries.ts';
import type { Role, Versions } from '../cell.ts';
import type { Identity, Pki } from '../pki.ts';
import type { Scope } from '../scope.ts';

export interface Peer {
  /** As it stands in the table. */
  readonly name: string;
  /** Its version, and that it is here at all: undefined if it is not. */
  readonly version: string | undefined;
  /** What has to be installed for it. */
  readonly needs: string;
  /** What has to be done once before it can run: compile it, import certificates. */
  prepare?(pki: Pki): Promise<void>;
  readonly server?: ServerRole;
  readonly client?: ClientRole;
}

export interface ServerRole {
  /**
   * `echo`: sends back what it gets. `lines`: the same with whole lines of text. `files`: answers
   * `GET <path>` with the file, by HTTP.
   */
  readonly speaks: 'echo' | 'lines' | 'files';
  /** Whether a client whose certificate it does not trust finds the connection cut off. */
  readonly refusesWithoutAlert?: boolean;
  /** Starts a server that is ready for one connection. */
  start(settings: ServerSettings): Promise<RunningServer>;
}

/** What is the same for both roles of a peer. All that runs belongs to the scope. */
export interface PeerSettings {
  readonly scope: Scope;
  readonly pki: Pki;
  readonly versions: Versions;
  /** The only groups it may use, the first one with a key share; undefined: as it likes. */
  readonly groups: readonly NamedGroupName[] | undefined;
  /** More options for the command line of OpenSSL, whom nobody else stands in for. */
  readonly moreOptions?: readonly string[];
  /** Whether it must update its keys in the middle, by itself or when `updateKeys` is called. */
  readonly updatesKeys: boolean;
  /**
   * The data goes half by half. `first`: it sends all of its own and closes its half, then it takes
   * ours; `second`: the other way round. Only programs of ours can be told.
   */
  readonly halves?: 'first' | 'second';
}

export interface ServerSettings extends PeerSettings {
  readonly identity: Identity;
  /** A client's certificate is verified if there is one. */
  readonly clientAuth: 'none' | 'request' | 'require';
  /** Whom of its clients an authority has revoked: one CRL, as DER and as PEM. */
  readonly crl?: { readonly der: string; readonly pem: string } | undefined;
  /** The only scheme by which clients may sign; undefined: as it likes. */
  readonly clientScheme?: SignatureSchemeName | undefined;
}

export interface RunningServer {
  readonly port: number;
  /** Its own data and what it gets, if the data goes half by half. */
  readonly stream?: RunningClient;
  /** Makes it update its keys. @param socket our end of the connection */
  updateKeys?(socket: Duplex): Promise<void>;
}

export interface ClientRole {
  /**
   * `stream`: sends what it is given, until it closes. `file`: sends all its data and goes on until
   * we close. `http`: posts all its data and takes the answer.
   */
  readonly speaks: 'stream' | 'file' | 'http';
  /** Whether it closes the connection without close_notify. */
  readonly leavesWithoutNotice?: boolean;
  /** Whether it breaks off when it is asked for a certificate, and comes back with its choice. */
  readonly comesBackWhenAsked?: boolean;
  /** What it gets with `GET /`: a page that posts so many bytes. */
  page?(size: number): string;
  /**
   * The group of the key share that it sends when it should not guess `group` but knows it.
   * Default: x25519, or secp256r1 for x25519.
   */
  wrongGuess?(group: NamedGroupName): NamedGroupName;
  /** Starts a client that connects to us as soon as it can. */
  start(settings: ClientSettings): Promise<RunningClient>;
}

export interface ClientSettings extends PeerSettings {
  readonly port: number;
  /** What it shows if it is asked. */
  readonly identity: Identity | undefined;
  /** In place of it: what it may choose from, as well as it can. */
  readonly candidates?: readonly Identity[] | undefined;
  /** All data to send; for `stream` the first part of it. */
  readonly data: Buffer;
}

export interface RunningClient {
  /** Settles when it is no more. */
  readonly ended: Promise<unknown>;
  /** Sends more bytes; only `stream` can. */
  send?(data: Buffer): void;
  /** Waits for as many bytes from us, from the beginning. */
  receives(length: number): Promise<Buffer>;
  updateKeys?(): Promise<void>;
  /** Closes the connection. Rejects if it was not content. */
  close(): Promise<void>;
  /** Waits until it gives up by itself. Rejects if it was content. */
  fails(): Promise<void>;
}

/** A peer in one of its roles. */
export interface Seat {
  readonly peer: Peer;
  readonly role: Role;
}
