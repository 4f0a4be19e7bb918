/**
 * Masks that cancel: how platforms' numbers can be added by somebody who cannot read one of them.
 *
 * <pre>
 *   lane of member i  =  clear value (+ pad of i, if only the bank may open it)  +  Σ masks it shares with each other member
 *                                                                                  (i adds towards later ids, subtracts towards earlier)
 *   sum over all of S =  Σ clear values + Σ pads          every pairwise mask appears once with +, once with −
 *   bank              =  sum − Σ pads                     it alone knows all pad seeds
 *   tag lane          =  β · value, summed and padded the same way: the bank sees β · total ≠ tag if anybody changed the sum
 * </pre>
 *
 * Arithmetic is in F_p, p = 2^61 − 1. Each mask, pad and β is a stream keyed by HKDF over the query
 * hash, so nothing is ever used twice.
 */
@NullMarked
package io.heji.crypto.mask;

import org.jspecify.annotations.NullMarked;
