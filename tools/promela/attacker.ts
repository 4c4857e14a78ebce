/** The attacker of the model: acts on what is next to be read, without keys. */

/** Puts a message in front of all others: it goes in behind them, and they go round once. */
const front = `inline toFront(channel, type, key, number, info, forged) {
  d_step {
    behind = len(channel);
    channel!type, key, number, info, forged;
    do
    :: behind > 0 -> channel?a_type, a_key, a_number, a_info, a_forged; channel!a_type, a_key, a_number, a_info, a_forged; behind--
    :: else -> break
    od;
    a_type = 0; a_key = 0; a_number = 0; a_info = 0; a_forged = 0
  }
}`;

const acting = `inline actOn(channel, isCut) {
  if
  :: nempty(channel) -> channel?b_type, b_key, b_number, b_info, b_forged /* drops */
  :: nempty(channel) -> channel?<b_type, b_key, b_number, b_info, b_forged>; toFront(channel, b_type, b_key, b_number, b_info, b_forged) /* repeats */
  :: len(channel) > 1 -> /* lets the second overtake the first */
    channel?b_type, b_key, b_number, b_info, b_forged; channel?c_type, c_key, c_number, c_info, c_forged;
    toFront(channel, b_type, b_key, b_number, b_info, b_forged);
    toFront(channel, c_type, c_key, c_number, c_info, c_forged)
  :: nempty(channel) -> channel?b_type, b_key, b_number, b_info, b_forged; /* damages or alters */
    if
    :: b_key != 0 -> toFront(channel, garbage, 0, 0, 0, 1)
    :: b_key == 0 && b_type != endOfFile -> toFront(channel, b_type, 0, 0, b_info, 1)
    :: b_key == 0 && b_type != endOfFile -> toFront(channel, b_type, 0, 0, 2, 1)
    :: b_key == 0 && b_type == serverHello && b_info <= RETRY -> toFront(channel, b_type, 0, 0, 1 - b_info, 1)
    :: b_key == 0 && b_type == serverHello && b_info != TLS12 -> toFront(channel, b_type, 0, 0, TLS12, 1) /* another version, or no sentinel */
    :: b_key == 0 && b_type == clientHello -> toFront(channel, b_type, 0, 0, OFFERS_TLS12, BINDS_HELLO)
    :: b_type == endOfFile -> toFront(channel, endOfFile, 0, 0, 0, 0)
    fi
  :: toFront(channel, clientHello, 0, 0, 0, 1)
  :: toFront(channel, serverHello, 0, 0, 0, 1)
  :: toFront(channel, serverHello, 0, 0, 1, 1)
  :: toFront(channel, serverHello, 0, 0, TLS12, 1)
  :: toFront(channel, clientHello, 0, 0, OFFERS_TLS12, 1)
  :: toFront(channel, helloRequest, 0, 0, 0, 1)
  :: toFront(channel, serverKeyExchange, 0, 0, TLS12, 1)
  :: toFront(channel, serverHelloDone, 0, 0, 0, 1)
  :: toFront(channel, clientKeyExchange, 0, 0, 0, 1)
  :: toFront(channel, changeCipherSpec, 0, 0, 0, 1)
  :: toFront(channel, warning, 0, 0, 0, 1)
  :: toFront(channel, certificate, 0, 0, 0, 1)
  :: toFront(channel, finished, 0, 0, 0, 1)
  :: toFront(channel, unknown, 0, 0, 0, 1)
  :: toFront(channel, garbage, 0, 0, 0, 1)
  :: toFront(channel, fatal, 0, 0, 0, 1)
  :: toFront(channel, closeNotify, 0, 0, 0, 1)
  :: isCut = true; /* cuts off */
    do :: nempty(channel) -> channel?b_type, b_key, b_number, b_info, b_forged :: empty(channel) -> break od;
    channel!endOfFile, 0, 0, 0, 0
  fi;
  b_type = 0; b_key = 0; b_number = 0; b_info = 0; b_forged = 0;
  c_type = 0; c_key = 0; c_number = 0; c_info = 0; c_forged = 0
}`;

export const attacker = `hidden byte behind, a_key, a_number, a_info, b_key, b_number, b_info, c_key, c_number, c_info;
hidden byte a_forged, b_forged, c_forged;
hidden mtype a_type, b_type, c_type;

${front}

${acting}

proctype attackerProcess() {
end:
  do
  :: atomic { mayAttack && client_stands != ENDED && !client_discards -> mayAttack = false; attacked = true; actOn(toClient, clientIsCut) }
  :: atomic { mayAttack && server_stands != ENDED && !server_discards -> mayAttack = false; attacked = true; actOn(toServer, serverIsCut) }
  od
}`;
