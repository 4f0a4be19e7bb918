/**
 * What holds for every connection to the gateway from its first moment, before TLS and HTTP: how
 * many there may be, and how soon each must say what it wants.
 */
@NullMarked
package io.heji.gateway.connection;

import org.jspecify.annotations.NullMarked;
