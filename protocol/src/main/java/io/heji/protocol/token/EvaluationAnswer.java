package io.heji.protocol.token;

import io.heji.crypto.Bytes;
import io.heji.protocol.document.PartyId;

/**
 * One tokeniser's answer as it travels.
 *
 * @param tokeniser whose
 * @param elements the evaluated elements, 33 bytes each
 * @param proof 64 bytes
 */
public record EvaluationAnswer(PartyId tokeniser, Bytes elements, Bytes proof) {}
