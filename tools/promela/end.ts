/** One end around its machine: what it can hear, be answered, be told and miss. */
import type { Role } from '../explore/machines.ts';
import { inRole } from './verbs.ts';

/** @param delays event of a delay -> condition under which it runs */
export function endOf(role: Role, delays: ReadonlyMap<string, string>): string {
  const own = role === 'client' ? 'toClient' : 'toServer';
  const other = role === 'client' ? 'toServer' : 'toClient';
  const isCut = role === 'client' ? 'serverIsCut' : 'clientIsCut';
  return inRole(
    [
      talking(other, isCut),
      checking[role],
      hearing(role),
      answering[role],
      process(role, own, delays),
    ].join('\n\n'),
    role,
  );
}

function talking(channel: string, isCut: string): string {
  return `/* Sends under the keys that are there. Nothing follows the last word. */
inline me_put(type, info) {
  assert(!me_isShut);
  assert(nfull(${channel}));
  if
  :: ${isCut} -> skip
  :: else -> ${channel}!type, me_writeKey, me_writeNumber, info, 0
  fi;
  if :: me_writeKey != 0 -> me_writeNumber++ :: else -> skip fi
}

/* A message of the handshake goes into the transcript. */
inline me_say(type, info) { me_put(type, info); me_seen++ }

inline me_sendHeld() {
  do
  :: me_held > 0 -> me_held--; me_sent++; me_put(data, me_sent)
  :: else -> break
  od
}

inline me_shutdown() {
  if
  :: me_isShut -> skip
  :: else -> me_isShut = true; if :: ${isCut} -> skip :: else -> ${channel}!endOfFile, 0, 0, 0, 0 fi
  fi
}`;
}

const checking: Readonly<Record<Role, string>> = {
  client: `inline me_checkConnected() {
  assert(me_peerFinishedOver != 0 && me_finishedOver != 0);
  assert(!me_is12 || (you_is12 && you_wasConnected && !(client13 && server13)));
  assert(me_shown && me_verdict == ACCEPTED);
  assert(me_peerFinishedOver == you_finishedOver)
}`,
  server: `inline me_checkConnected() {
  assert(me_peerFinishedOver != 0 && me_finishedOver != 0);
  assert(me_peerFinishedOver == you_finishedOver && you_wasConnected == !me_is12);
  assert(!me_is12 || (you_is12 && !(client13 && server13)));
  assert(!serverRequires || me_shown);
  assert(!me_shown || me_verdict == ACCEPTED)
}`,
};

/** What the record layer and the facts make of a message. */
function hearing(role: Role): string {
  const hellos = {
    client: `:: heard_type == serverHello && heard_info == TLS13 && client13 -> event = hs_serverHello_v13
    :: heard_type == serverHello && heard_info == RETRY && client13 -> event = hs_serverHello_retry
    :: heard_type == serverHello && heard_info >= TLS12 && !isDowngrade -> event = hs_serverHello_v12; me_is12 = true; me_random = heard_info
    :: heard_type == serverHello && (heard_info == 2 || heard_info <= RETRY && !client13 || isDowngrade) -> event = hs_serverHello_invalid
    :: heard_type == serverKeyExchange && heard_info == me_random && !heard_forged -> event = hs_serverKeyExchange_good
    :: heard_type == serverKeyExchange && (heard_info != me_random || heard_forged) -> event = hs_serverKeyExchange_invalid
    :: heard_type == serverHelloDone -> event = hs_serverHelloDone_good
    :: heard_type == helloRequest -> event = hs_helloRequest_good
    :: heard_type == clientKeyExchange -> event = hs_unknown
    :: heard_type == clientHello -> event = hs_clientHello
    :: heard_type == encryptedExtensions -> event = hs_encryptedExtensions_good
    :: heard_type == certificateRequest -> event = hs_certificateRequest_good
    :: heard_type == certificate -> event = hs_certificate_good`,
    server: `:: heard_type == clientHello && server13 && heard_info == me_answered && (me_answered || !serverLacksShare) -> event = hs_clientHello_v13
    :: heard_type == clientHello && server13 && heard_info == OFFERS_BOTH && !me_answered && serverLacksShare -> event = hs_clientHello_retry
    :: heard_type == clientHello && !me_answered && (heard_info == OFFERS_TLS12 || (heard_info == OFFERS_BOTH && !server13)) -> event = hs_clientHello_v12; me_is12 = true
    :: heard_type == clientHello && (heard_info == 2 || heard_info == OFFERS_AGAIN && !me_answered || heard_info != OFFERS_AGAIN && me_answered) -> event = hs_clientHello_invalid
    :: heard_type == clientKeyExchange -> event = hs_clientKeyExchange_good
    :: heard_type == serverKeyExchange || heard_type == serverHelloDone || heard_type == helloRequest -> event = hs_unknown
    :: heard_type == serverHello -> event = hs_serverHello
    :: heard_type == encryptedExtensions -> event = hs_encryptedExtensions
    :: heard_type == certificateRequest -> event = hs_certificateRequest
    :: heard_type == certificate && heard_info != 0 -> event = hs_certificate_good
    :: heard_type == certificate && heard_info == 0 -> event = hs_certificate_empty`,
  };
  return `#define me_opens (heard_key == me_readKey && (heard_key == 0 || heard_number == me_readNumber) && heard_type != garbage)
#define isAlert(type) (type == fatal || type == closeNotify || type == userCanceled || type == warning)

#define isDowngrade (heard_info == TLS12_SENTINEL && client13 && HEEDS_SENTINEL)
#define isRecord (heard_type != endOfFile && heard_type != changeCipherSpec)

inline me_hear() {
  if
  :: me_discards -> if :: heard_type == endOfFile -> event = io_eof; me_isInputOver = true :: else -> event = 0 fi
  :: !me_discards && heard_type == endOfFile -> event = io_eof; me_isInputOver = true
  :: !me_discards && heard_type == changeCipherSpec -> event = ccs_good /* in the clear: TLS 1.2 with keys finds it wrong either way */
  :: !me_discards && isRecord && heard_key == 0 && me_readKey != 0 && heard_type != garbage && !(me_toleratesPlaintext && isAlert(heard_type)) -> event = record_plaintext
  :: !me_discards && isRecord && me_readKey == 0 && (heard_key != 0 || heard_type == garbage) -> event = record_plaintext
  :: !me_discards && isRecord && me_readKey != 0 && (heard_key != 0 || heard_type == garbage) && !me_opens -> event = record_badMac
  :: !me_discards && isRecord && (me_opens || (heard_key == 0 && me_toleratesPlaintext && isAlert(heard_type))) ->
    if :: heard_key != 0 -> me_readNumber++; me_toleratesPlaintext = false :: else -> skip fi;
    if
    ${hellos[role]}
    :: heard_type == certificateVerify && heard_info == me_seen -> event = hs_certificateVerify_good
    :: heard_type == certificateVerify && heard_info != me_seen -> event = hs_certificateVerify_invalid
    :: heard_type == finished && heard_info == me_seen && heard_key != 0 -> event = hs_finished_good; me_peerFinishedOver = heard_info
    :: heard_type == finished && (heard_info != me_seen || heard_key == 0) -> event = hs_finished_invalid
    :: heard_type == unknown -> event = hs_unknown
    :: heard_type == data -> event = app_data
    :: heard_type == closeNotify -> event = alert_closeNotify
    :: heard_type == userCanceled -> event = alert_userCanceled
    :: heard_type == warning -> event = alert_warning
    :: heard_type == fatal -> event = alert_fatal
    fi
  fi
}`;
}

/** What the tasks of a role may be answered. */
const answering: Readonly<Record<Role, string>> = {
  client: `#define me_answers \\
    :: me_task == CHOOSE -> me_task = 0; if :: event = task_done_chosen :: event = task_done_refused :: event = task_failed fi \\
    :: me_task == SIGN -> me_task = 0; if :: event = task_done_chosen :: event = task_failed fi \\
    :: me_task == VERIFY -> me_task = 0; if :: event = task_done_accepted; me_verdict = ACCEPTED :: event = task_done_refused; me_verdict = REFUSED fi`,
  server: `#define me_answers \\
    :: me_task == CHOOSE -> me_task = 0; if :: event = task_done_chosen :: event = task_done_unacceptable fi \\
    :: me_task == SIGN -> me_task = 0; if :: event = task_done_chosen :: event = task_failed fi \\
    :: me_task == VERIFY -> me_task = 0; if :: event = task_done_accepted; me_verdict = ACCEPTED :: event = task_done_refused; me_verdict = REFUSED :: event = task_done_unacceptable; me_verdict = REFUSED fi`,
};

function process(role: Role, own: string, delays: ReadonlyMap<string, string>): string {
  const deadlines = [...delays].map(([name, condition]) => {
    const note = name === 'after_drainTimeout' ? 'me_hasDrainedOut' : 'me_leaves';
    return `    :: (${condition}) -> event = ${name}; ${note} = true`;
  });
  const running = [...delays.values()].map((condition) => ` || ${condition}`).join('');
  return `/* What the application may do. */
inline me_call() {
  if
  :: event = local_write
  :: event = local_close_write
  :: event = local_close_full
  :: event = local_abort; me_leaves = true
  fi
}

/* What no answer can change is heard while one is missing. */
#define me_mayHear (nempty(${own}) && (me_task == 0 || ${own}?[closeNotify] || ${own}?[fatal] || ${own}?[userCanceled] || ${own}?[endOfFile]))

#define me_mayGoOn (me_stands != ENDED && (me_mayHear || me_isEndDue || me_task != 0 || (me_calls > 0 && !me_discards)${running}))

proctype ${role}Process() {
end:
  do
  :: atomic { me_mayGoOn ->
    if
    :: me_mayHear -> ${own}?heard_type, heard_key, heard_number, heard_info, heard_forged; me_hear()
    :: me_isEndDue -> me_isEndDue = false; event = io_eof
    me_answers
${deadlines.join('\n')}
    :: me_calls > 0 && !me_discards -> me_calls--; me_call()
    fi;
    if :: event != 0 -> printf("${role} %d %d\\n", ${role}, event); me_step() :: else -> skip fi;
    heard_type = 0; heard_key = 0; heard_number = 0; heard_info = 0; heard_forged = 0
  }
  od
}`;
}
