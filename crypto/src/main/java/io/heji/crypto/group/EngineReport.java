package io.heji.crypto.group;

/**
 * What became of an engine on this machine.
 *
 * @param name as in configuration
 * @param usable it is there and gave the known answers
 * @param reason why it is not usable, in words for the operator; empty when it is
 */
public record EngineReport(String name, boolean usable, String reason) {}
