/**
 * The roles of a federation as processes of their own on one machine: start, watch, stop.
 *
 * <pre>
 *   ProcessGroup ── starts ──▶ RoleProcess (java -jar …/quarkus-run.jar, cwd = the role's home)
 *        │                          ▲
 *        └── HealthProbe ── GET /q/health/ready on the role's management port
 * </pre>
 *
 * A process is known by pid <em>and</em> start time, so that a recycled pid is never mistaken for
 * one of ours and stopped.
 */
@NullMarked
package io.heji.sandbox.process;

import org.jspecify.annotations.NullMarked;
