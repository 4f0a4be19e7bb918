package io.heji.protocol.document;

import io.heji.crypto.Bytes;

/**
 * A verified document together with how it travels.
 *
 * @param content what it says
 * @param hash SHA-256 of its payload
 * @param text as it was signed
 */
public record Signed<T>(T content, Bytes hash, String text) {}
