package io.heji.sandbox.checker;

import io.heji.sandbox.postgres.DatabaseAccess;

/**
 * One platform's database as the checker reads it.
 *
 * @param id the platform's id
 * @param name its name for people
 * @param kind which of the four hand-written statements fits, 0 to 3
 * @param reader a role that can read it
 */
public record PlatformBook(String id, String name, int kind, DatabaseAccess reader) {}
