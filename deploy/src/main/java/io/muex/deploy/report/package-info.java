/**
 * What people and programs get to see: tables, a line of progress, JSON. Depends on the JDK only. Used by the thread
 * that runs a verb.
 */
package io.muex.deploy.report;
